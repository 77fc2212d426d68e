"""What the supervisor of the city does: each act is one of the services, in a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from random import Random
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from server.config import Settings
from server.demo.chance import repeatable, stream
from server.demo.clock import Clock
from server.domain import outcomes as published
from server.domain import programmes
from server.services import assignments, corrections, draws, outcomes, plans, reviews
from server.services.actors import Actor
from server.store.draws import Draw
from server.store.engine import writing
from server.store.files import FileStore
from server.store.inspections import Inspection, InspectionPhoto
from server.store.outcomes import Outcome
from server.store.plans import Plan

Unit = tuple[Session, Actor, Any]
#: Ten-sided dice that are enough for a draw of any size: 10^39 is more than 2^128.
DICE = 39


class Office:
    """The desk of two supervisors: the second approves what failed, and confirms corrections."""

    def __init__(
        self, engine: Engine, settings: Settings, clock: Clock, actors: tuple[Actor, Actor], chance: Random
    ) -> None:
        self.engine, self.settings, self.clock = engine, settings, clock
        self.actor, self.second = actors
        self.chance = chance
        self.files = FileStore(settings.files)

    @contextmanager
    def work(self, actor: Actor | None = None) -> Iterator[Unit]:
        """Give a service its arguments and commit; the supervisor acts unless another does."""
        with writing(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session, actor or self.actor, self.clock()

    def plan(self, title: str, programmes: Sequence[str], first: date, last: date, **columns: Any) -> Plan:
        """Draft a plan and publish it."""
        given = {"authority": self.settings.authority, "programmes": programmes, "first": first, "last": last}
        with self.work() as unit:
            plan = plans.add(*unit, title=title, **given, **columns)
            return plans.publish(*unit, plan_id=plan.id, version=plan.version)

    def commit(self, plan: Plan) -> Draw:
        """Freeze the lists in front of the witnesses."""
        sources = [{"kind": "dice", "count": DICE}]
        with self.work() as unit:
            return draws.commit(*unit, plan_id=plan.id, sources=sources, title=plan.title)

    def throw(self, draw: Draw) -> None:
        """Record the thrown dice, typed by two people."""
        dice = "".join(str(self.chance.randrange(10)) for _ in range(DICE))
        self.clock.forward(minutes=12)
        with self.work() as unit:
            draws.entropy(*unit, draw_id=draw.id, value=dice, repeated=dice)

    def draw(self, draw: Draw) -> None:
        """Draw objects and teams."""
        self.clock.forward(minutes=3)
        with self.work() as unit:
            draws.draw(*unit, draw_id=draw.id)

    def open(self, draw: Draw) -> None:
        """Make the bundle public."""
        with self.work() as unit:
            draws.open(*unit, draw_id=draw.id)

    def void(self, draw: Draw, reason: str) -> None:
        """Give a draw up, for everybody to see."""
        with self.work() as unit:
            draws.void(*unit, draw_id=draw.id, reason=reason)

    def substitute(self, assignment_id: str, reason: str) -> None:
        """Let the next ticket take the place of an object that cannot be inspected."""
        with self.work() as unit:
            assignments.substitute(*unit, assignment_id=assignment_id, reason=reason)

    def send_back(self, inspection_id: str, reason: str) -> None:
        """Return an inspection to its team."""
        with self.work() as unit:
            revision = unit[0].get_one(Inspection, inspection_id).revision
            reviews.send_back(*unit, inspection_id=inspection_id, revision=revision, reason=reason)

    def approve(self, inspection_id: str) -> None:
        """Decide on the photos and on the result of each item."""
        with self.work() as unit:
            inspection = unit[0].get_one(Inspection, inspection_id)
            query = select(InspectionPhoto.sha256).where(InspectionPhoto.inspection_id == inspection_id)
            for digest in unit[0].scalars(query.order_by(InspectionPhoto.sha256)).all():
                reviews.decide_photo(*unit, inspection_id=inspection_id, sha256=digest, public=True)
            items = published.items_of(programmes.load(inspection.programme))
            category = self._category(inspection)
            reviews.approve(
                *unit,
                inspection_id=inspection_id,
                revision=inspection.revision,
                categories={item.code: category for item in items},
                second=self.settings.second_review,
            )
        if inspection.state == "seconding":
            self.clock.forward(minutes=4)
            with self.work(self.second) as unit:
                reviews.confirm(*unit, inspection_id=inspection_id, revision=inspection.revision)

    def publish(self, inspection_id: str) -> None:
        """Publish an approved inspection."""
        with self.work() as unit:
            outcomes.publish(
                *unit,
                inspection_id=inspection_id,
                files=self.files,
                zone=self.clock.zone,
                second=self.settings.second_review,
            )

    def correct(self, inspection_id: str, category: str, reason: str) -> None:
        """Let a second version with another result follow the first: one proposes it, the other confirms."""
        # Chance of its own, so that nothing else hangs on how many rows a correction takes.
        with repeatable(stream(f"corrections/{inspection_id}")):
            proposed = self.propose(inspection_id, category, reason, photos=[])
        self.clock.forward(minutes=25)
        with self.work(self.second) as unit:
            corrections.confirm(*unit, correction_id=proposed, files=self.files)

    def propose(
        self, inspection_id: str, category: str, reason: str, photos: Sequence[str] | None = None
    ) -> str:
        """Propose another result for a published inspection. Returns the correction's id."""
        with self.work() as unit:
            query = select(Outcome).where(Outcome.inspection_id == inspection_id, Outcome.current)
            first = unit[0].scalars(query).one()
            items = published.items_of(programmes.load(first.programme))
            return corrections.propose(
                *unit,
                number=first.number,
                version=first.version,
                reason=reason,
                categories={item.code: category for item in items},
                photos=photos,
            ).id

    def _category(self, inspection: Inspection) -> str:
        if inspection.folded["not_possible"]:
            return "unreachable"
        if inspection.verdict == "fail":
            return self.chance.choice(["ordered_to_correct", "ordered_to_correct", "open_matter"])
        return "no_problem"
