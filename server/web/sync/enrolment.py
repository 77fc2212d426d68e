"""Before anything else: is this our server, and who carries this tablet?"""

from __future__ import annotations

from flask import Response

from server.domain.permissions import INSPECTOR
from server.domain.problems import Problem
from server.services import devices, enrolment_codes, users
from server.services.actors import Actor
from server.store.epochs import current_epoch
from server.web import edge
from server.web.access import may
from server.web.account import proven, throttled
from server.web.database import db
from server.web.devices import bearer
from server.web.edge import unit_of_work
from server.web.sync.answers import answer
from server.web.sync.blueprint import blueprint
from server.web.sync.bodies import Enrol, parsed

#: Tablets with an older client are told to reload their page before they send.
OLDEST_CLIENT = "1"


@blueprint.get("/hello")
@may("anyone")
def hello() -> Response:
    """Tell the time, the name of the database, and the oldest client that is served."""
    return answer(epoch=current_epoch(db.session()), oldest_client=OLDEST_CLIENT)


@blueprint.post("/enrol")
@may("anyone")
@throttled
def enrol() -> Response:
    """Enrol a tablet for an inspector who signs in on it, or has a code; the token is shown this once.

    A tablet that is enrolled already sends the token that it has, and stays the tablet that it is.
    """
    body = parsed(Enrol)
    who = None if "code" in body else proven(body["username"], body["password"])
    with unit_of_work() as work:
        code = None if who else enrolment_codes.use(work.session, work.now, body["code"])
        user = code.user if code else users.holder(work.session, who)
        if user.role != INSPECTOR or user.inspector is None:
            raise Problem("inspector_missing", at="username")
        actor = Actor(user.id, user.username, user.role, user.inspector_id)
        device, token = devices.enrol(
            work.session,
            actor,
            edge.now(),
            name=body["device_name"],
            client=body["client"],
            token=bearer(),
            code_id=code.id if code else None,
        )
        if code:
            code.device_id = device.id
        inspector = user.inspector
        told = {
            "token": token,
            "device": {"id": device.id, "name": device.name},
            "inspector": {
                "id": inspector.id,
                "name": inspector.name,
                "certificate": inspector.certificate,
            },
        }
    return answer(**told)
