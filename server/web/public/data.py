"""Open data: every published version as files, what their fields mean, and the programming interface."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import Blueprint, Response, current_app, render_template, stream_with_context

from server.documents.opendata import DOCUMENT, FIELDS, Version, csv_pieces, json_lines
from server.domain.problems import table
from server.store import outcomes_queries
from server.web.access import may
from server.web.database import db
from server.web.edge import outside
from server.web.languages import language

blueprint = Blueprint("public_data", __name__, url_prefix="/data")


@blueprint.get("/")
@may("anyone")
def index() -> str:
    """Offer the files with the dictionary of their fields."""
    return render_template("public/data/index.html", fields=FIELDS, document=DOCUMENT)


@blueprint.get("/outcomes.csv")
@may("anyone")
def outcomes_csv() -> Response:
    """Stream every published version as CSV."""
    return _file(csv_pieces, "text/csv; charset=utf-8", "outcomes.csv")


@blueprint.get("/outcomes.jsonl")
@may("anyone")
def outcomes_jsonl() -> Response:
    """Stream every published version as JSON lines."""
    return _file(json_lines, "application/jsonl; charset=utf-8", "outcomes.jsonl")


@blueprint.get("/api")
@may("anyone")
def api() -> str:
    """Describe the programming interface, from its OpenAPI document."""
    interface = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    return render_template("public/data/api.html", calls=list(_calls(interface.spec.to_dict())))


@blueprint.get("/problems")
@may("anyone")
def problems() -> str:
    """List every problem that an answer can name by its type: the address in it leads to the row here."""
    return render_template("public/data/problems.html", problems=_problems(language()))


def _problems(language: str) -> Iterator[tuple[str, int, str]]:
    """The code, the HTTP status and the words of each problem, with a gap where an answer fills in what it is about."""
    for code, entry in sorted(table().items()):
        yield code, entry["status"], entry[language].format_map(_Gaps())


class _Gaps(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"


def _file(made: Callable[[Iterable[Version]], Iterator[bytes]], kind: str, name: str) -> Response:
    pieces = stream_with_context(made(_versions()))
    return Response(
        pieces, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _versions() -> Iterator[Version]:
    for row in outcomes_queries.everything(db.session()):
        address = outside(f"/outcomes/{row.number}")
        url = address if row.current else f"{address}?version={row.version}"
        yield Version(row.content, row.current, row.content_sha256, url)


def _calls(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, operations in spec["paths"].items():
        for method in ("get", "post"):
            if method not in operations:
                continue
            operation = operations[method]
            shared = [_parameter(spec, entry) for entry in operations.get("parameters", [])]
            own = [_parameter(spec, entry) for entry in operation.get("parameters", [])]
            yield {
                "path": path,
                "method": method.upper(),
                "summary": operation["summary"],
                "parameters": shared + own,
            }


def _parameter(spec: dict[str, Any], entry: Any) -> dict[str, Any]:
    """A parameter, or the shared one that it refers to."""
    return spec["components"]["parameters"][entry] if isinstance(entry, str) else entry
