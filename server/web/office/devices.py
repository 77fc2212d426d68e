"""Tablets: who carries them, what they hold, whether they may be handed back; and closing their access."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from server.domain import handing_back
from server.services import devices
from server.store import devices_board, devices_queries
from server.store.paging import page
from server.store.users import Device
from server.web import edge, listing
from server.web.access import may
from server.web.database import db
from server.web.edge import unit_of_work
from server.web.languages import gettext

blueprint = Blueprint("office_devices", __name__, url_prefix="/office/devices")
STATES = ("enrolled", "unsent", "revoked")


@blueprint.get("/")
@may("office.read")
def index() -> str:
    """List the tablets, the latest contact first: what each holds, and whether it may be handed back."""
    state = listing.chosen("state", STATES)
    found = page(db.session(), devices_queries.listing(listing.words(), state), listing.number())
    held = devices_board.held(db.session(), found.items)
    return render_template(
        "office/devices/index.html", page=found, state=state, held=held, hindrances=partial(_hindrances, held)
    )


def _hindrances(held: dict[str, devices_board.Held], device: Device) -> list[str]:
    """Why a tablet may not be handed back, as codes of the words table ``handing_back``."""
    one = held[device.id]
    silent = edge.now() - device.seen_at if device.seen_at else None
    return handing_back.hindrances(
        handing_back.Standing(device.unsent, one.gap is not None, one.unverified, silent)
    )


@blueprint.post("/<device_id>/revoke")
@may("device.revoke")
def revoke(device_id: str) -> ResponseReturnValue:
    """Close a tablet's access; what it sent stays."""
    with unit_of_work() as work:
        device = devices.revoke(*work, device_id=device_id)
    flash(gettext("平板 %(name)s 的授权已撤销；它已发送的内容不受影响。", name=device.name))
    return redirect(url_for(".index"))
