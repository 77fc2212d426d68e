"""One photo of an inspection at full size, below what was drawn on it; the bytes themselves stay as received."""

from __future__ import annotations

from flask import Blueprint, render_template

from server.domain.problems import Problem
from server.domain.strokes import line, strokes
from server.store import inspections_queries
from server.store.inspections import InspectionPhoto, Photo
from server.web.access import may
from server.web.database import db

blueprint = Blueprint("office_photos", __name__, url_prefix="/office/inspections")


@blueprint.get("/<inspection_id>/photos/<sha256>/view")
@may("inspection.read")
def show(inspection_id: str, sha256: str) -> str:
    """Show a photo with the strokes above it, which can be hidden."""
    session = db.session()
    shown = session.get(InspectionPhoto, (inspection_id, sha256))
    photo = session.get(Photo, sha256)
    if shown is None or photo is None:
        raise Problem("photo_not_here", at="sha256")
    drawn = strokes(inspections_queries.applied(session, inspection_id)).get(sha256, ())
    return render_template(
        "office/inspections/photo.html",
        inspection=inspections_queries.get(session, inspection_id),
        shown=shown,
        photo=photo,
        lines=[line(one.body["points"]) for one in drawn],
    )
