"""Imports of registers: a file is uploaded, looked at, then taken in whole or not at all."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from server.documents import reading, spreadsheets
from server.domain.problems import Problem
from server.domain.registers import NOUNS, register
from server.services import import_plans, imports
from server.store import imports_queries
from server.store.files import FileStore
from server.store.registers import Import
from server.store.rows import row_of
from server.store.runs import Progress
from server.web import listing, problems
from server.web.access import may, signed_in
from server.web.database import db
from server.web.edge import settings, unit_of_work
from server.web.languages import gettext, language
from server.web.office import import_runs
from server.web.office.registers import PLACES

blueprint = Blueprint("office_imports", __name__, url_prefix="/office/imports")
#: States in which something is at work; without a run it was interrupted.
AT_WORK = ("checking", "applying")
#: States that no run leaves again.
ENDED = ("refused", "applied", "failed")


@blueprint.url_value_preprocessor
def _allow_large_files(endpoint: str | None, values: dict[str, Any] | None) -> None:
    # Before anything reads the form, or a file above the limit of all other pages is refused.
    if endpoint == "office_imports.upload" and signed_in():
        request.max_content_length = settings().import_limit_mb << 20


@blueprint.get("/")
@may("register.import")
def index() -> str:
    """Offer the upload, and list the imports."""
    return _index({})


@blueprint.post("/")
@may("register.import")
def upload() -> ResponseReturnValue:
    """Keep an uploaded file and begin to check it."""
    try:
        noun, file = _uploaded()
        name = file.filename or ""
        with file.stream:
            data = file.read()
        if not data:
            raise Problem("file_empty", at="file", name=name)
        digest = FileStore(settings().files).put(data)
    except Problem as problem:
        return _index(problems.by_field(problem)), problem.status
    return _begin(noun, name, digest, len(data))


@blueprint.get("/<import_id>")
@may("register.import")
def show(import_id: str) -> str:
    """Show how far an import is, what its check found, or what became of it."""
    held, progress = _look(import_id)
    return render_template(
        "office/registers/import.html",
        held=held,
        progress=progress,
        state=_state(held, progress),
        error=_error(held, progress),
        faults=_spoken(held.faults, held.noun),
        warnings=_spoken(held.warnings, held.noun),
        text=_progress_text(held, progress),
        place=PLACES[held.noun],
    )


@blueprint.get("/<import_id>/progress")
@may("register.import")
def progress(import_id: str) -> Response:
    """Say how far an import is, for the page that waits."""
    held, progress = _look(import_id)
    return jsonify(
        state=_state(held, progress),
        finished=progress is None,
        text=_progress_text(held, progress),
        done=progress.done if progress else 0,
        total=progress.total if progress else 0,
    )


@blueprint.get("/<import_id>/faults.csv")
@may("register.import")
def faults(import_id: str) -> Response:
    """Give every fault of a refused file."""
    held = _held(import_id)
    if not held.plan:
        raise Problem("not_found", what=import_id)
    found = _spoken(import_plans.faults(FileStore(settings().files).get(held.plan)), held.noun)
    header = [gettext("单元格"), gettext("列"), gettext("单元格内容"), gettext("原因")]
    rows = ([one["cell"], one["column"], one["shown"], one["text"]] for one in found)
    response = Response(spreadsheets.csv_chunks(header, rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="faults-{import_id}.csv"'
    return response


@blueprint.post("/<import_id>/apply")
@may("register.import")
def apply(import_id: str) -> ResponseReturnValue:
    """Take a checked file in."""
    try:
        with import_runs.begun(current_app) as begin, unit_of_work() as work:
            imports.accept(*work, import_id=import_id)
            begin(import_id, import_runs.apply)
    except Problem as problem:
        flash(problem.text(language()), "error")
    return redirect(url_for(".show", import_id=import_id))


@blueprint.post("/<import_id>/again")
@may("register.import")
def again(import_id: str) -> ResponseReturnValue:
    """Check the stored file once more, against the register as it is now."""
    held = _held(import_id)
    return _begin(held.noun, held.filename, held.sha256, held.size)


def _begin(noun: str, name: str, digest: str, size: int) -> ResponseReturnValue:
    with import_runs.begun(current_app) as begin, unit_of_work() as work:
        held = imports.receive(*work, noun=noun, filename=name, sha256=digest, size=size)
        import_id = held.id
        begin(import_id, import_runs.check)
    return redirect(url_for(".show", import_id=import_id))


def _uploaded() -> tuple[str, FileStorage]:
    noun, file = request.form.get("noun", ""), request.files.get("file")
    parts = []
    if noun not in NOUNS:
        parts.append(Problem("required", at="noun"))
    if file is None or not file.filename:
        parts.append(Problem("file_missing", at="file"))
    else:
        try:
            reading.check_name(file.filename)
        except Problem as problem:
            problem.at = "file"
            parts.append(problem)
    if parts or file is None:
        raise Problem("entry_faults", parts=parts)
    return noun, file


def _index(errors: dict[str, str]) -> str:
    return render_template(
        "office/registers/imports.html",
        page=imports_queries.found(db.session(), listing.number()),
        errors=errors,
        nouns=NOUNS,
        noun=request.values.get("noun", ""),
        limit=settings().import_limit_mb,
        state=lambda held: _state(*_look(held.id)) if held.state in AT_WORK else held.state,
    )


def _look(import_id: str) -> tuple[Import, Progress | None]:
    """The run first, the row after it: a run that ended in between has left its result in the row.

    A run whose row has ended is over, though its thread may still be tidying up: a page that showed both would
    show the result and then reload itself under the reader's hand.
    """
    _held(import_id)  # only what is an import's name is looked for among the runs
    running = import_runs.look(current_app, import_id)
    db.session.rollback()
    held = _held(import_id)
    return held, None if held.state in ENDED else running


def _held(import_id: str) -> Import:
    return row_of(db.session(), Import, import_id)


def _state(held: Import, running: Progress | None) -> str:
    return "failed" if held.state in AT_WORK and running is None else held.state


def _error(held: Import, running: Progress | None) -> str:
    if held.error:
        return Problem(held.error["code"], **held.error["values"]).text(language())
    return Problem("import_interrupted").text(language()) if _state(held, running) != held.state else ""


def _spoken(found: list[dict[str, Any]], noun: str) -> list[dict[str, Any]]:
    """Faults as the reader reads them."""
    columns = register(noun).by_key
    return [
        {
            "cell": one["cell"],
            "column": columns[one["column"]].header(language()) if one["column"] in columns else "",
            "shown": one["shown"],
            "text": Problem(one["code"], **one["values"]).text(language()),
        }
        for one in found
    ]


def _progress_text(held: Import, running: Progress | None) -> str:
    if running is None:
        return ""
    values = {"done": f"{running.done:,}", "total": f"{running.total:,}"}
    match running.stage:
        case "checking":
            return gettext("正在核对：%(done)s / %(total)s 行", **values)
        case "writing":
            return gettext("正在写入：%(done)s / %(total)s 行", **values)
        case "committing":
            return gettext("正在提交")
        case _:
            return gettext("正在准备")
