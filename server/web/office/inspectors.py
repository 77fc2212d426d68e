"""The register of inspectors: the list, and one inspector with absences and recusals."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for

from server.domain.registers import register
from server.store import registers_queries
from server.store.shelves import Entry
from server.web.access import may
from server.web.database import db
from server.web.edge import today
from server.web.office import register_forms, register_lists
from server.web.office.register_forms import entry_or_404

blueprint = Blueprint("office_inspectors", __name__, url_prefix="/office/inspectors")


def _of_person(entry: Entry) -> str:
    certificate = entry.columns["certificate"]
    ids = registers_queries.ids_of(db.session(), "inspector", [certificate])
    return url_for("office_inspectors.show", entry_id=ids[certificate])


register_forms.add_to(blueprint, "inspector", _of_person)
register_forms.add_to(blueprint, "absence", _of_person, "/absences")
register_forms.add_to(blueprint, "recusal", _of_person, "/recusals")


@blueprint.get("/")
@may("office.read")
def index() -> str:
    """List the inspectors."""
    return register_lists.show("inspector")


@blueprint.get("/<entry_id>")
@may("office.read")
def show(entry_id: str) -> str:
    """Show one inspector: columns, absences, recusals, and every version."""
    entry = entry_or_404("inspector", entry_id)
    certificate = entry.columns["certificate"]
    hanging = {
        noun: registers_queries.hanging(db.session(), noun, "certificate", certificate)
        for noun in ("absence", "recusal")
    }
    return render_template(
        "office/registers/inspector.html",
        noun="inspector",
        entry=entry,
        columns=register("inspector").columns,
        hanging=hanging,
        today=today().isoformat(),
        history=register_forms.history("inspector", entry_id),
        names=registers_queries.names(db.session(), "object", hanging["recusal"], "object"),
        cell=register_lists.cell,
        column=lambda noun, key: register(noun).column(key),
    )
