"""A year of an eyewear programme: what the office, the tablets and the public do, as words of a story."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from server.services import draws, outcomes, reviews
from server.services.actors import Actor
from server.store import inspections_queries
from server.store.assignments import Assignment
from server.store.draws import Draw, TeamMember
from server.store.files import FileStore
from server.store.inspections import Inspection
from server.store.objects import Object
from server.store.outcomes import Outcome
from server.store.plans import Plan
from server.web import access
from tests.campaign import COLUMNS, SUPERVISOR, Campaign
from tests.conftest import Clock
from tests.factories import Make
from tests.published import RECORDS
from tests.web.tablets import Tablet, complete, fresh

SECOND = Actor("01900000-0000-7000-8000-00000000000c", "second", "supervisor")
ZONE = ZoneInfo("Asia/Shanghai")
EYEWEAR = "eyewear"
REFRACTOMETER = {
    "kind": "refractometer",
    "serial": "Y-1",
    "valid_until": "2028-01-31",
    "readings": [{"nominal": "5", "indicated": "5.00"}],
}
FOCIMETER = {"kind": "focimeter", "serial": "J-7", "valid_until": "2028-01-31"}


def record(day: date, overdue: bool = False, wrong: bool = False, **more: Any) -> dict[str, Any]:
    """What is found at a shop with two instruments: in order, with a verification that ended, or one that is wrong."""
    reading = {"nominal": "5", "indicated": "5.75"} if wrong else REFRACTOMETER["readings"][0]
    instruments = [
        {**FOCIMETER, "valid_until": "2026-01-31"} if overdue else FOCIMETER,
        {**REFRACTOMETER, "readings": [reading]},
    ]
    return {**RECORDS[EYEWEAR], "date": day.isoformat(), "instruments": instruments, **more}


def of_programme(name: str) -> dict[str, Any]:
    """The columns of a plan that say of which programme it is."""
    columns = {key: value for key, value in COLUMNS.items() if key.startswith("programme")}
    return {key: [name] if isinstance(value, list) else name for key, value in columns.items()}


class Public:
    """Anybody's browser, which remembers the kinds of pages that it saw."""

    def __init__(self, app: Flask) -> None:
        self.app, self.client = app, app.test_client()
        self.seen: set[str] = set()

    def get(self, address: str, status: int = 200) -> TestResponse:
        """Open a page."""
        with self.client.get(address) as answer:
            assert answer.status_code == status, f"{address}: {answer.status_code}"
            answer.get_data()
        if answer.status_code < 400:
            path = address.partition("?")[0]
            self.seen.add(self.app.url_map.bind("localhost").match(path, method="GET")[0])
        return answer

    def text(self, address: str) -> str:
        """Open a page and read it."""
        return self.get(address).text

    def unseen(self) -> set[str]:
        """The kinds of pages that are public and that nobody looked at."""
        public = {
            rule.endpoint
            for rule in self.app.url_map.iter_rules()
            if "GET" in (rule.methods or ())
            and rule.endpoint not in access.LIBRARY_ROUTES
            and access.permission_of(self.app, rule.endpoint, "GET") == "anyone"
        }
        return public - self.seen


class Year:
    """What people do in the programme, each act some time after the one before."""

    def __init__(
        self, session: Session, make: Make, client: FlaskClient, clock: Clock, files: FileStore
    ) -> None:
        self.session, self.make, self.client, self.clock, self.files = session, make, client, clock, files
        self.tablets: dict[str, Tablet] = {}

    def register(self, shops: int, leads: int, members: int) -> list[Object]:
        """Shops, and inspectors of whom each lead has a tablet."""
        self.make.division("379901")
        found = [
            self.make.object((EYEWEAR,), name=f"明目眼镜{n:02d}店", kind="eyewear_shop") for n in range(shops)
        ]
        for n in range(leads + members):
            row = self.make.inspector((EYEWEAR,), role="lead" if n < leads else "member")
            if n < leads:
                user = self.make.user("inspector", inspector_id=row.id, name=row.name)
                self.tablets[row.id] = Tablet(self.client, user.username, self.clock.now)
        self.make.commit()
        for tablet in self.tablets.values():
            tablet.enrol()
        return found

    def draws(self, plan: Plan, dice: str) -> Draw:
        """Draw from a published plan."""
        campaign = Campaign(self.session, self.make, self.clock.now)
        drawn = campaign.step(draws.draw, campaign.sealed(dice, plan=plan))
        self.session.commit()
        self.clock.now = campaign.now
        return drawn

    def act(self, actor: Actor, service: Any, **given: Any) -> Any:
        """Let somebody do something in the office, a minute later."""
        value = service(self.session, actor, self.clock.forward(minutes=1), **given)
        self.session.commit()
        return value

    def inspections(self, draw: Draw) -> list[Inspection]:
        """The visits of a draw in their order."""
        fresh(self.session)
        query = select(Inspection).join(Inspection.assignment).where(Assignment.draw_id == draw.id)
        return list(self.session.scalars(query.order_by(Assignment.order)))

    def visit(self, inspection: Inspection, found: dict[str, Any], photos: Sequence[bytes] = ()) -> None:
        """The lead of the team records the visit, and sends it."""
        assignment = inspection.assignment
        lead = select(TeamMember.inspector_id).where(
            TeamMember.draw_id == assignment.draw_id,
            TeamMember.team == assignment.team,
            TeamMember.position == 0,
        )
        tablet, key = self.tablets[self.session.scalar(lead)], inspection.id
        fresh(self.session)
        tablet.now = self.clock.forward(minutes=10)
        complete(tablet, key, found, tuple(photos))

    def approve(self, inspection: Inspection, category: str) -> None:
        """Approve a record, a failed one by two people."""
        fresh(self.session)
        key = {"inspection_id": inspection.id, "revision": 1}
        for row in inspections_queries.photos(self.session, inspection.id):
            shown = {"inspection_id": inspection.id, "sha256": row.sha256, "public": True}
            self.act(SUPERVISOR, reviews.decide_photo, **shown)
        self.act(SUPERVISOR, reviews.approve, **key, categories={EYEWEAR: category}, second=True)
        if inspection.verdict == "fail":
            assert inspection.state == "seconding"
            self.act(SECOND, reviews.confirm, **key)

    def publish(self, inspection: Inspection) -> Outcome:
        """Publish an approved record."""
        given = {"files": self.files, "zone": ZONE, "second": True}
        return self.act(SUPERVISOR, outcomes.publish, inspection_id=inspection.id, **given)
