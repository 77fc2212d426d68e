"""No public address shows anything unpublished: every route that anyone may open is walked with everything there is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import product

import pytest
from flask import Flask, current_app
from sqlalchemy import select
from werkzeug.routing import IntegerConverter, Rule

from server.app import create_app
from server.config import Settings
from server.store.files import FileStore
from server.store.objects import Object
from server.web import access
from server.web.access import may
from server.web.database import db
from tests.conftest import Clock
from tests.unpublished import MARKER, build

#: Words that addresses use for parts of things.
PARTS = [
    "1",
    "frame.tsv",
    "roster.tsv",
    "recusals.tsv",
    "rule.json",
    "result.json",
    "secret.txt",
    "entropy.txt",
]


@pytest.fixture
def handles(make, settings) -> list[str]:
    return build(make, FileStore(settings.files))


def test_no_public_address_shows_anything_unpublished(app: Flask, handles: list[str]) -> None:
    assert leaks(app, handles) == []


@pytest.fixture
def app_with_another_route(settings: Settings, clock: Clock) -> Iterator[Flask]:
    """An application of its own: the one of all tests takes no further routes."""

    @may("anyone")
    def careless(number: str) -> str:
        found = db.session.scalar(select(Object).where(Object.number == number))
        return found.contact if found else ""

    app = create_app(settings, clock)
    app.add_url_rule("/careless/<number>", "careless", careless)
    yield app
    with app.app_context():
        db.engine.dispose()


def test_the_walk_reaches_what_is_public_and_notices_what_is_not(
    app_with_another_route: Flask, handles: list[str]
) -> None:
    app = app_with_another_route
    assert leaks(app, handles, only="careless") == ["/careless/OBJECT-1: unpublished-objects-contact"]
    client = app.test_client()
    opened = [address for address in addresses(app, handles) if client.get(address).status_code == 200]
    assert {address.split("/")[1] for address in opened} >= {
        "outcomes",
        "objects",
        "i",
        "draws",
        "data",
        "api",
    }


def leaks(app: Flask, handles: list[str], only: str | None = None) -> list[str]:
    """Where a marker is shown: the address and the marker."""
    client, found = app.test_client(), []
    for address in addresses(app, handles, only):
        answer = client.get(address)
        assert answer.status_code < 500, address
        for text in texts(answer.data):
            if MARKER.encode() in text and MARKER not in address:
                start = text.index(MARKER.encode())
                found.append(f"{address}: {text[start : start + 60].decode(errors='replace').split()[0]}")
    return found


def texts(data: bytes) -> Iterator[bytes]:
    """The bytes of an answer, and of every file in it when it is an archive."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())


def addresses(app: Flask, handles: list[str], only: str | None = None) -> Iterator[str]:
    """Every address that anyone may open, with everything that exists in the place of its arguments."""
    for rule in app.url_map.iter_rules():
        library = rule.endpoint in access.LIBRARY_ROUTES
        if library or "GET" not in (rule.methods or ()) or (only and rule.endpoint != only):
            continue
        if access.permission_of(app, rule.endpoint, "GET") == "anyone":
            yield from filled(app, rule, handles)


def filled(app: Flask, rule: Rule, handles: list[str]) -> Iterator[str]:
    names = sorted(rule.arguments, key=rule.rule.index)
    hashes = [handle for handle in handles if len(handle) == 64]
    choices = [_choices(rule, name, handles if name == names[0] else hashes) for name in names]
    with app.test_request_context():
        for values in product(*choices):
            built = current_app.url_map.bind("").build(
                rule.endpoint, dict(zip(names, values, strict=True)), "GET"
            )
            yield built
            if not names:
                yield from (f"{built}?lang=en", f"{built}?page=2", f"{built}?q={handles[0]}")


def _choices(rule: Rule, name: str, handles: list[str]) -> list[str | int]:
    return [1, 2] if isinstance(rule._converters[name], IntegerConverter) else [*handles, *PARTS]
