"""The tablet's page: files as they are, and one hash of all, so that a tablet takes a new state whole or not at all."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue

from server.domain.canonical import sha256
from server.domain.problems import Problem
from server.web.access import may
from server.web.field_joined import joined

blueprint = Blueprint("field", __name__, url_prefix="/field")
_INDEX = "index.html"
_WORKER = "sw.js"
#: Leads the labels of scales and shops to the page; it may act outside of the page's own folder.
_LABELS = "labels_worker.js"
_START = "ui/start.js"
#: The modules that the page needs now or later, in one file; each of them is served by itself too.
_PAGE = "page.js"
#: The style sheets that the page names, in their order, in one file; they name no other files.
_STYLES = "page.css"
_STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)">\n')
_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}


@dataclass(frozen=True)
class File:
    """A file of the client with its media type and the hash of its bytes."""

    content: bytes
    mimetype: str
    sha256: str


class Client:
    """The client as it stood at start: its files by path, and the hash of them all."""

    def __init__(self, folder: Path) -> None:
        """Read the folder; files of a kind that the client does not use are left out."""
        paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in _TYPES)
        self.files = {path.relative_to(folder).as_posix(): _read(path) for path in paths}
        scripts = {path: file.content.decode() for path, file in self.files.items() if path.endswith(".js")}
        page = joined(_START, scripts)
        index = self.files[_INDEX].content.decode()
        styles = _STYLE.findall(index)
        first, *others = _STYLE.split(index)[::2]
        index = f'{first}<link rel="stylesheet" href="{_STYLES}">\n{"".join(others)}'.replace(_START, _PAGE)
        style = b"".join(self.files[path].content for path in styles)
        self.files |= {_PAGE: _file(page.text.encode(), ".js"), _STYLES: _file(style, ".css")}
        self.files[_INDEX] = _file(index.encode(), ".html")
        self._joined = {*page.paths, *styles}
        names = "\n".join(f"{file.sha256}  {path}" for path, file in self.files.items())
        self.version = sha256(names.encode())

    @property
    def version_js(self) -> bytes:
        """What the service worker imports: the version, and the hash of each file that it keeps."""
        others = {_INDEX, _WORKER, _LABELS, *self._joined}
        kept = {path: file.sha256 for path, file in self.files.items() if path not in others}
        kept["./"] = self.files[_INDEX].sha256
        return f"self.FAIR_SCALE = {json.dumps({'version': self.version, 'files': kept})};\n".encode()


def _read(path: Path) -> File:
    return _file(path.read_bytes(), path.suffix)


def _file(content: bytes, suffix: str) -> File:
    return File(content, _TYPES[suffix], sha256(content))


def register(app: Flask) -> None:
    """Read the client once and join its addresses to the application."""
    app.extensions["field_client"] = Client(app.extensions["settings"].field_client)
    app.register_blueprint(blueprint)


@blueprint.get("", strict_slashes=False)
@may("anyone")
def enter() -> ResponseReturnValue:
    """Lead to the page, whose addresses are relative to its folder."""
    return redirect("/field/")


@blueprint.get("/")
@may("anyone")
def index() -> Response:
    """Show the page."""
    return _answer(_client().files[_INDEX])


@blueprint.get("/version.js")
@may("anyone")
def version() -> Response:
    """Name the state of the client for its service worker."""
    content = _client().version_js
    return _answer(File(content, "text/javascript", sha256(content)))


@blueprint.get("/<path:path>")
@may("anyone")
def file(path: str) -> Response:
    """Serve a file of the client; Problem ``not_found``."""
    found = _client().files.get(path)
    if found is None:
        raise Problem("not_found", what=path[:200])
    response = _answer(found)
    if path == _LABELS:
        response.headers["Service-Worker-Allowed"] = "/"
    return response


def _client() -> Client:
    return current_app.extensions["field_client"]


def _answer(found: File) -> Response:
    """Let a browser keep the bytes but ask each time: the service worker is what makes the page work offline."""
    response = Response(found.content, mimetype=found.mimetype)
    response.set_etag(found.sha256)
    response.headers["Cache-Control"] = "no-cache"
    return response.make_conditional(request)
