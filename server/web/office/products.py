"""The register of packaged products: the list, and each with its history."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for

from server.domain.registers import register
from server.store import registers_queries
from server.web.access import may
from server.web.database import db
from server.web.office import register_forms, register_lists
from server.web.office.register_forms import entry_or_404

blueprint = Blueprint("office_products", __name__, url_prefix="/office/products")
register_forms.add_to(blueprint, "product", lambda entry: url_for("office_products.show", entry_id=entry.id))


@blueprint.get("/")
@may("office.read")
def index() -> str:
    """List the packaged products."""
    return register_lists.show("product")


@blueprint.get("/<entry_id>")
@may("office.read")
def show(entry_id: str) -> str:
    """Show one of the packaged products: its columns, its object, and every version."""
    entry = entry_or_404("product", entry_id)
    number = entry.columns["object"]
    return render_template(
        "office/registers/hanging.html",
        noun="product",
        entry=entry,
        columns=register("product").columns,
        owner=registers_queries.by_key(db.session(), "object", [(number,)])[(number,)],
        history=register_forms.history("product", entry_id),
        cell=register_lists.cell,
    )
