"""The interface keeps what its description promises, whatever is asked: requests are made up by Schemathesis."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from server.app import create_app
from server.config import Settings
from server.web.database import db
from tests.factories import Make

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture
def interface(sqlite_url: str, tmp_path: Path) -> Iterator[schemathesis.BaseSchema]:
    """The description of an application with something in it."""
    app = create_app(Settings(data=tmp_path, database=sqlite_url, secret_key="a key for tests only"))
    _fill(app)
    yield schemathesis.openapi.from_wsgi("/api/openapi.json", app)
    with app.app_context():
        db.engine.dispose()


def _fill(app: Flask) -> None:
    with app.app_context():
        make = Make(db.session(), datetime(2026, 3, 2, tzinfo=UTC))
        for programme in ("market_scales", "net_content"):
            make.instrument(make.outcome(programme=programme).object)
        make.commit()


def test_every_answer_is_as_described(interface) -> None:
    operations = [found.ok() for found in interface.get_all_operations()]
    assert len(operations) >= 7
    for operation in operations:

        @seed(1)
        @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def keeps_its_promise(case: schemathesis.Case) -> None:
            case.call_and_validate(checks=CHECKS)

        keeps_its_promise()
