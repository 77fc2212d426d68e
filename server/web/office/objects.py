"""The register of objects: the list, and one object with all that hangs on it."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for

from server.domain.registers import register
from server.store import registers_queries
from server.web.access import may
from server.web.database import db
from server.web.office import register_forms, register_lists
from server.web.office.register_forms import entry_or_404

blueprint = Blueprint("office_objects", __name__, url_prefix="/office/objects")
register_forms.add_to(blueprint, "object", lambda entry: url_for("office_objects.show", entry_id=entry.id))


@blueprint.get("/")
@may("office.read")
def index() -> str:
    """List the objects."""
    return register_lists.show("object")


@blueprint.get("/<entry_id>")
@may("office.read")
def show(entry_id: str) -> str:
    """Show one object: its columns, instruments, products, recusals, visits, and every version."""
    entry = entry_or_404("object", entry_id)
    number = entry.columns["number"]
    hanging = {
        noun: registers_queries.hanging(db.session(), noun, "object", number)
        for noun in ("instrument", "product", "recusal")
    }
    return render_template(
        "office/registers/object.html",
        noun="object",
        entry=entry,
        columns=register("object").columns,
        hanging=hanging,
        visits=registers_queries.visits(db.session(), entry_id),
        history=register_forms.history("object", entry_id),
        names=registers_queries.names(db.session(), "inspector", hanging["recusal"], "certificate"),
        cell=register_lists.cell,
        column=lambda noun, key: register(noun).column(key),
    )
