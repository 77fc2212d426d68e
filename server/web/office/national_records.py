"""Results in the columns of the national publicity system: files of a period, and what the link was given."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request, send_file, stream_with_context
from flask.typing import ResponseReturnValue

from server.documents import spreadsheets
from server.domain import national_records as columns
from server.domain.problems import Problem
from server.store import national_records
from server.store.paging import page
from server.web import listing, problems
from server.web.access import may
from server.web.attachments import attach
from server.web.catalogue import names
from server.web.database import db
from server.web.edge import today, zone
from server.web.languages import gettext
from server.web.result_categories import known

blueprint = Blueprint("office_national_records", __name__, url_prefix="/office/national-records")
#: The file is for a Chinese system, whatever language its reader has.
HEADER = [column.zh for column in columns.COLUMNS]
TITLE = "抽查检查结果公示"


@blueprint.get("/")
@may("inspection.read")
def index() -> str:
    """Offer the files, say what their columns are, and list what was handed over."""
    return _index({})


@blueprint.get("/export.<any(csv, xlsx):suffix>")
@may("inspection.read")
def export(suffix: str) -> ResponseReturnValue:
    """Give the results in force that were published in a period, of one programme or of all."""
    try:
        first, last = _day("first"), _day("last")
    except Problem as problem:
        return _index(problems.by_field(problem)), problem.status
    rows = _rows(first, last, listing.chosen("programme", names()))
    name = f"{TITLE}-{first or ''}-{last or today()}.{suffix}"
    if suffix == "csv":
        answer = Response(stream_with_context(spreadsheets.csv_chunks(HEADER, rows)), mimetype="text/csv")
        return attach(answer, name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.xlsx"
        spreadsheets.write_xlsx(path, TITLE, HEADER, rows, (gettext("列与来源"), _notes()))
        # The open file outlives its name.
        return send_file(path.open("rb"), as_attachment=True, download_name=name, max_age=0)


def _index(errors: dict[str, str]) -> str:
    state = listing.chosen("state", national_records.STATES)
    return render_template(
        "office/outcomes/national.html",
        columns=columns.COLUMNS,
        categories=known().values(),
        programmes=names(),
        programme=listing.chosen("programme", names()),
        page=page(db.session(), national_records.listing(state, listing.words()), listing.number()),
        state=state,
        states=national_records.STATES,
        counts=national_records.counts(db.session()),
        errors=errors,
    )


def _rows(first: date | None, last: date | None, programme: str | None) -> Iterator[list[str]]:
    place = zone()
    start = _start(first, place) if first else None
    end = _start(last + timedelta(days=1), place) if last else None
    for text in national_records.documents(db.session(), start, end, programme):
        for record in columns.records(json.loads(text), place, known()):
            yield [record[column.key] for column in columns.COLUMNS]


def _start(day: date, place: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), place).astimezone(UTC)


def _day(name: str) -> date | None:
    text = request.args.get(name, "").strip()
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem("invalid_date", at=name, value=text[:40]) from None
    if day and not 2000 <= day.year <= 2100:
        raise Problem("date_out_of_range", at=name, value=text, first="2000-01-01", last="2100-12-31")
    return day


def _notes() -> list[list[str]]:
    head = [gettext("列"), gettext("国家系统字段"), gettext("来源可信度"), gettext("说明")]
    empty = gettext("本系统不记录，留空")
    rows = [[one.zh, one.name, one.trust, "" if one.filled else empty] for one in columns.COLUMNS]
    results = [[one.zh, "", one.trust, gettext("检查结果")] for one in known().values()]
    return [head, *rows, *results]
