"""Tablets: who carries them, when they were last heard of, what they still hold; and closing their access."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from server.services import devices
from server.store import devices_queries
from server.store.paging import page
from server.web import listing
from server.web.access import may
from server.web.database import db
from server.web.edge import unit_of_work
from server.web.languages import gettext

blueprint = Blueprint("office_devices", __name__, url_prefix="/office/devices")
STATES = ("enrolled", "unsent", "revoked")


@blueprint.get("/")
@may("office.read")
def index() -> str:
    """List the tablets, the latest contact first."""
    state = listing.chosen("state", STATES)
    found = page(db.session(), devices_queries.listing(listing.words(), state), listing.number())
    return render_template("office/devices/index.html", page=found, state=state)


@blueprint.post("/<device_id>/revoke")
@may("device.revoke")
def revoke(device_id: str) -> ResponseReturnValue:
    """Close a tablet's access; what it sent stays."""
    with unit_of_work() as work:
        device = devices.revoke(*work, device_id=device_id)
    flash(gettext("平板 %(name)s 的授权已撤销；它已发送的内容不受影响。", name=device.name))
    return redirect(url_for(".index"))
