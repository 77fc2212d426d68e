"""The city of a day, built once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from server.config import Settings
from server.demo import building
from server.store import schema
from server.store.engine import open_engine

TODAY = date(2026, 11, 23)


def installation(folder: Path) -> Settings:
    settings = Settings(data=folder, secret_key="a key for tests only, long enough")
    settings.files.mkdir(parents=True)
    schema.upgrade(settings.database_url)
    return settings


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An installation with the city in it."""
    settings = installation(tmp_path_factory.mktemp("city") / "var")
    building.build(settings, TODAY, lambda _: None)
    return settings


@pytest.fixture(scope="session")
def engine(settings: Settings) -> Iterator[Engine]:
    engine = open_engine(settings.database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as session:
        yield session
