"""What tests share: a database of each kind, the application, a clock that stands still, and people who act."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from server.app import create_app
from server.config import Settings
from server.domain.problems import Problem
from server.services import users
from server.services.actors import Actor
from server.store import schema
from server.store.engine import open_engine
from server.store.models import Base
from server.web.account import limiter
from server.web.database import db
from tests.chromium import browser, playwright  # noqa: F401
from tests.factories import Make
from tests.tampering import unguarded
from tests.web.tablets import fresh

# How long an example takes depends on the machine, so it decides nothing.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

POSTGRESQL = os.environ.get(
    "FAIR_SCALE_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)


class Clock:
    """A clock that moves only when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **step: float) -> datetime:
        """Move on by a timedelta's arguments and return the new instant."""
        self.now += timedelta(**step)
        return self.now


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> None:
    """Hash passwords with the least work: what tests ask is whether they fit, not how long it takes."""
    users._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def now(clock: Clock) -> datetime:
    return clock.now


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the schema that the migrations make."""
    file = tmp_path_factory.mktemp("schema") / "template.sqlite"
    schema.upgrade(f"sqlite:///{file}")
    engine = open_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def postgresql_url(worker_id: str) -> Iterator[str]:
    """A PostgreSQL database of this test run's own, with the schema that the migrations make."""
    server = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 3})
    name = f"fair_scale_test_{worker_id}_{os.getpid()}"
    try:
        connection = server.connect()
    except OperationalError:
        if "FAIR_SCALE_TEST_POSTGRESQL" in os.environ:
            raise
        pytest.skip("no PostgreSQL server answers: tests on PostgreSQL were skipped")
    with connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
        url = make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)
        schema.upgrade(url)
        yield url
        connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    server.dispose()


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database; every test that uses it runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
        return
    url = request.getfixturevalue("postgresql_url")
    yield url
    engine = open_engine(url)
    # Emptying a few rows is a hundred times faster than TRUNCATE, which makes new files for every table.
    empty = "; ".join(f'DELETE FROM "{table.name}"' for table in reversed(Base.metadata.sorted_tables))
    with engine.begin() as connection:
        unguarded(connection)
        connection.exec_driver_sql(empty)
    engine.dispose()


@pytest.fixture
def sqlite_url(sqlite_template: Path) -> str:
    """The address of an empty SQLite database, for tests where the engine makes no difference."""
    file = sqlite_template.with_name("test.sqlite")
    for left in sqlite_template.parent.glob(f"{file.name}*"):
        left.unlink()
    shutil.copyfile(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def engines() -> dict[str, Engine]:
    """The engines of this run by their addresses: what one has compiled serves all tests."""
    return {}


@pytest.fixture
def engine(database_url: str, engines: dict[str, Engine]) -> Iterator[Engine]:
    engine = engines.setdefault(database_url, open_engine(database_url))
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        data=tmp_path / "var",
        database=database_url,
        secret_key="a key for tests only, long enough",
        sign_in_limit="1000 per minute",
        second_review=False,
    )


@pytest.fixture(scope="session")
def apps() -> dict[Settings, Flask]:
    """The applications of this run: those whose settings differ only in the folder of data are one."""
    return {}


@pytest.fixture
def app(settings: Settings, clock: Clock, apps: dict[Settings, Flask]) -> Iterator[Flask]:
    """The application; what a test changes in its configuration or its extensions is put back."""
    kept = replace(settings, data=Path())
    app = apps[kept] if kept in apps else apps.setdefault(kept, _made(settings, clock))
    config, extensions = dict(app.config), dict(app.extensions)
    app.extensions.update(settings=settings, clock=clock)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    limiter.reset()
    app.testing = True
    for changed, before in ((app.config, config), (app.extensions, extensions)):
        changed.clear()
        changed.update(before)


def _made(settings: Settings, clock: Clock) -> Flask:
    app = create_app(settings, clock)
    app.config["WTF_CSRF_ENABLED"] = False
    app.testing = True
    return app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def make(session: Session, now: datetime) -> Make:
    """Makes register entries and accounts in the test's database; call ``make.commit()`` before requests."""
    return Make(session, now)


@pytest.fixture
def supervisor() -> Actor:
    return Actor("01900000-0000-7000-8000-00000000000a", "supervisor", "supervisor")


@pytest.fixture
def desk(session, supervisor, clock):
    """Calls a service as the supervisor and commits."""

    def call(service, **given):
        fresh(session)
        try:
            value = service(session, supervisor, clock.now, **given)
            session.commit()
        except Problem:
            session.rollback()
            raise
        return value

    return call


@pytest.fixture
def zone() -> ZoneInfo:
    return ZoneInfo("Asia/Shanghai")


@pytest.fixture
def administrator() -> Actor:
    return Actor("01900000-0000-7000-8000-00000000000b", "administrator", "administrator")


@pytest.fixture
def sign_in(app: Flask, make: Make) -> Callable[[str], FlaskClient]:
    """Return a client that is signed in with an account of the given role."""

    def sign_in(role: str) -> FlaskClient:
        user = make.user(role=role)
        make.commit()
        client = app.test_client()
        answer = client.post("/account/sign-in", data={"username": user.username, "password": Make.PASSWORD})
        assert answer.status_code == 302, answer.text
        return client

    return sign_in
