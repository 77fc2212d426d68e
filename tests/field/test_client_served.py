"""The route that hands out the tablet's client."""

import gzip
import hashlib
import json
import re
import shutil
from pathlib import Path

import brotli
import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.config import Settings
from server.web import field

CLIENT = Path(__file__).parents[2] / "field_client"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the client that a test may change."""
    return Path(shutil.copytree(CLIENT, tmp_path / "field_client"))


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    return served(folder)


def served(folder: Path) -> FlaskClient:
    app = Flask("tests")
    app.extensions["settings"] = Settings(field_client=folder)
    field.register(app)
    return app.test_client()


def state(client: FlaskClient) -> dict:
    text = client.get("/field/version.js").text
    return json.loads(text.removeprefix("self.FAIR_SCALE = ").removesuffix(";\n"))


def test_the_style_sheets_of_the_page_go_out_as_one_in_their_order(client: FlaskClient, folder: Path) -> None:
    source = (folder / "index.html").read_text("utf-8")
    named = re.findall(r'rel="stylesheet" href="([^"]+)"', source)
    assert len(named) > 1
    assert re.findall(r'rel="stylesheet" href="([^"]+)"', client.get("/field/").text) == ["page.css"]
    assert client.get("/field/page.css").data == b"".join((folder / path).read_bytes() for path in named)
    assert "page.css" in state(client)["files"]
    assert state(client)["files"].keys().isdisjoint(named)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html"),
        ("sw.js", "text/javascript"),
        ("ui/start.js", "text/javascript"),
        ("css/base.css", "text/css"),
        ("manifest.webmanifest", "application/manifest+json"),
        ("img/icon.svg", "image/svg+xml"),
        ("img/icon-192.png", "image/png"),
    ],
)
def test_each_kind_of_file_has_its_media_type(client: FlaskClient, path: str, kind: str) -> None:
    answer = client.get(f"/field/{path}")
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_address_without_its_slash_leads_to_the_page(client: FlaskClient) -> None:
    answer = client.get("/field")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/field/")


def test_the_version_names_the_hash_of_every_file_that_the_worker_keeps(client: FlaskClient) -> None:
    files = state(client)["files"]
    assert {"./", "page.js", "device/picture_worker.js"} <= files.keys()
    assert not {"sw.js", "index.html", "ui/start.js"} & files.keys()
    for path, sha256 in files.items():
        content = client.get(f"/field/{path.removeprefix('./')}").data
        assert hashlib.sha256(content).hexdigest() == sha256, path


def test_only_the_worker_of_the_labels_may_act_outside_of_the_folder(app: Flask) -> None:
    client = app.test_client()
    allowed = {
        path: client.get(f"/field/{path}").headers.get("Service-Worker-Allowed")
        for path in ("labels_worker.js", "sw.js")
    }
    assert allowed == {"labels_worker.js": "/", "sw.js": None}
    # The addresses that it knows are those that stand on labels.
    with app.test_request_context():
        assert url_for("public_instruments.show", instrument_id="x") == "/i/x"
        assert url_for("public_objects.short", number="x") == "/o/x"


def test_a_file_is_the_same_in_every_language(app: Flask) -> None:
    for path in ("", "page.js", "sw.js", "version.js", "css/base.css"):
        answer = app.test_client().get(f"/field/{path}", headers={"Accept-Language": "en"})
        assert "Accept-Language" not in answer.headers.get("Vary", ""), path
        assert "Content-Language" not in answer.headers, path


def test_a_changed_file_makes_another_version(folder: Path) -> None:
    before = state(served(folder))["version"]
    (folder / "css/base.css").write_text("body { color: red }", "utf-8")
    assert state(served(folder))["version"] != before


def test_a_file_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get("/field/ui/start.js").headers["ETag"]
    answer = client.get("/field/ui/start.js", headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")


PACKED = {"Accept-Encoding": "gzip, deflate, br"}


def wire(app: Flask, path: str) -> int:
    """How many bytes of a file go over the wire to a browser."""
    answer = app.test_client().get(f"/field/{path}", headers=PACKED)
    assert answer.status_code == 200, path
    return len(answer.data)


def test_the_whole_client_is_small_on_the_wire(app: Flask) -> None:
    files = ["", "sw.js", "version.js", *(path for path in state(app.test_client())["files"] if path != "./")]
    assert sum(wire(app, path) for path in files) < 250_000


@pytest.mark.parametrize(
    "address", ["/field/ui/start.js", "/static/css/inspections.css", "/field/img/icon.svg"]
)
def test_a_packed_file_is_what_it_was_and_is_not_sent_twice(app: Flask, address: str) -> None:
    def fetch(**headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return app.test_client().get(address, headers=named, buffered=True)

    plain = fetch()
    for coding, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        for packed in (fetch(Accept_Encoding=coding), fetch(Accept_Encoding=coding)):
            assert packed.headers["Content-Encoding"] == coding
            assert "Accept-Encoding" in packed.headers["Vary"]
            assert unpack(packed.data) == plain.data
            assert packed.headers["ETag"] != plain.headers["ETag"]
        again = fetch(Accept_Encoding=coding, If_None_Match=packed.headers["ETag"])
        assert (again.status_code, again.data) == (304, b"")
    assert fetch().data == plain.data


def test_pages_and_pictures_are_not_packed(app: Flask) -> None:
    for address in ("/", "/field/", "/field/img/icon-192.png"):
        assert "Content-Encoding" not in app.test_client().get(address, headers=PACKED).headers


@pytest.mark.parametrize("path", ["nothing.js", "../server/app.py", "%2e%2e/pyproject.toml", "ui"])
def test_nothing_but_the_client_is_handed_out(app: Flask, path: str) -> None:
    assert app.test_client().get(f"/field/{path}").status_code == 404


def test_the_page_of_the_application_lets_only_its_own_scripts_run(app: Flask) -> None:
    answer = app.test_client().get("/field/")
    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "<script>" not in answer.text and " style=" not in answer.text
