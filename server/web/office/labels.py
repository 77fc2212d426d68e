"""Labels with QR codes for shop doors and instruments: chosen, then printed as sheets of A4."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from markupsafe import Markup

from server.documents.labels import ON_A_SHEET, Label, sheets, svg
from server.domain.texts import words as word_of
from server.store import labels_queries
from server.store.instruments import Instrument
from server.store.objects import Object
from server.store.paging import Page, page
from server.web import listing
from server.web.access import may
from server.web.catalogue import names
from server.web.database import db
from server.web.edge import outside
from server.web.languages import gettext, language
from server.web.strata import divisions

blueprint = Blueprint("office_labels", __name__, url_prefix="/office/labels")
KINDS = ("instruments", "objects")
#: Labels made at once: ten sheets; the next pages of the list give the next ten.
AT_ONCE = 10 * ON_A_SHEET


@blueprint.get("/")
@may("label.print")
def index() -> str:
    """Choose what is labelled."""
    return render_template(
        "office/labels/index.html",
        page=_found(),
        kind=_kind(),
        kinds=KINDS,
        programmes=names(),
        divisions=divisions(),
        on_a_sheet=ON_A_SHEET,
    )


@blueprint.get("/print")
@may("label.print")
def sheet() -> str:
    """Show the sheets, ready for the printer."""
    made = {Object: _of_object, Instrument: _of_instrument}
    labels = [made[type(row)](row) for row in _found().items]
    return render_template("office/labels/print.html", sheets=list(sheets(labels)), square=_square)


def _found() -> Page:
    query = getattr(labels_queries, _kind())(
        listing.words(),
        listing.chosen("division", divisions()),
        listing.chosen("programme", names()),
    )
    return page(db.session(), query, listing.number(), AT_ONCE)


def _kind() -> str:
    return listing.chosen("kind", KINDS) or KINDS[0]


def _of_object(row: Object) -> Label:
    return Label(_address("public_objects.short", number=row.number), row.name, (row.number,))


def _of_instrument(row: Instrument) -> Label:
    kind = word_of("instrument_kind", row.kind, language())
    return Label(
        _address("public_instruments.show", instrument_id=row.id), row.object.name, (f"{kind} {row.number}",)
    )


def _address(endpoint: str, **values: Any) -> str:
    return outside(url_for(endpoint, **values))


def _square(label: Label) -> Markup:
    return Markup(svg(label.address, gettext("二维码：%(name)s", name=label.name)))  # noqa: S704
