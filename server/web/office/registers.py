"""The registers: what there is, and each as a file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from flask import Blueprint, Response, render_template, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from server.documents import spreadsheets
from server.domain import texts
from server.domain.problems import Problem
from server.domain.registers import NOUNS, programme_words, register, showing
from server.domain.registers.columns import Column
from server.store import imports_queries, registers_queries
from server.store.shelves import Entry
from server.web.access import may
from server.web.catalogue import catalogue
from server.web.database import db
from server.web.edge import today
from server.web.languages import gettext, language

blueprint = Blueprint("office_registers", __name__, url_prefix="/office/registers")
#: Where each register is browsed; recusals and absences are with their inspectors.
PLACES = {
    "object": "office_objects.index",
    "inspector": "office_inspectors.index",
    "instrument": "office_instruments.index",
    "product": "office_products.index",
    "recusal": "office_inspectors.index",
    "absence": "office_inspectors.index",
}


@blueprint.get("/")
@may("office.read")
def index() -> str:
    """Show every register with what can be done with it."""
    counts = {noun: registers_queries.count(db.session(), noun) for noun in NOUNS}
    recent = imports_queries.found(db.session(), 1).items[:5]
    return render_template("office/registers/index.html", counts=counts, places=PLACES, recent=recent)


@blueprint.get("/<noun>/export.<any(csv, xlsx):suffix>")
@may("register.export")
def export(noun: str, suffix: str) -> ResponseReturnValue:
    """Give a register as a file with the columns that an import takes."""
    columns = _columns(noun)
    rows = _rows(registers_queries.every(db.session(), noun), columns)
    return _file(noun, suffix, rows, f"{_title(noun)}-{today().isoformat()}")


@blueprint.get("/<noun>/template.xlsx")
@may("register.import")
def template(noun: str) -> ResponseReturnValue:
    """Give an empty file with the headers, and a sheet that says what each column takes."""
    _columns(noun)
    notes = (gettext("填写说明"), _notes(db.session(), noun))
    return _file(noun, "xlsx", iter(()), f"{_title(noun)}-{gettext('模板')}", notes)


def _file(
    noun: str,
    suffix: str,
    rows: Iterator[Sequence[str]],
    name: str,
    notes: tuple[str, Sequence[Sequence[str]]] | None = None,
) -> Response:
    header = [column.header(language()) for column in register(noun).columns]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"register.{suffix}"
        if suffix == "csv":
            with path.open("wb") as file:
                file.writelines(spreadsheets.csv_chunks(header, rows))
        else:
            spreadsheets.write_xlsx(path, _title(noun), header, rows, notes)
        # The open file outlives its name.
        return send_file(path.open("rb"), as_attachment=True, download_name=f"{name}.{suffix}", max_age=0)


def _rows(entries: Iterator[Entry], columns: Sequence[Column]) -> Iterator[list[str]]:
    spoken, known = language(), catalogue()
    for entry in entries:
        yield [showing.cell(column, entry.columns[column.key], spoken, known) for column in columns]


def _columns(noun: str) -> Sequence[Column]:
    if noun not in NOUNS:
        raise Problem("not_found", what=noun)
    return register(noun).columns


def _title(noun: str) -> str:
    return texts.words("register", noun, language())


def _notes(session: Session, noun: str) -> list[list[str]]:
    rows = [[gettext("列"), gettext("是否必填"), gettext("填写内容")]]
    for column in register(noun).columns:
        need = gettext("必填") if column.required else gettext("可不填")
        rows.append([column.header(language()), need, "、".join(_accepted(session, column))])
    return rows


def _accepted(session: Session, column: Column) -> list[str]:
    spoken = language()
    match column.kind:
        case "choice":
            return [words[spoken] for words in texts.tables()[column.table].values()]
        case "programmes":
            return [words[spoken] for words in programme_words.words(catalogue()).values()]
        case "division":
            return [f"{code} {names[spoken]}" for code, names in registers_queries.divisions(session).items()]
        case "date":
            return ["2026-03-05"]
        case "decimal":
            return [gettext("大于零的数")]
        case "uscc":
            return [gettext("18 位，GB 32100")]
        case _:
            return [gettext("文字，最多 %(n)s 个字符", n=column.most)]
