"""Look-backs 回头看: which findings a plan goes back to, what is still to be looked back at, what came of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import ForeignKey, Select, String, extract, func, or_, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from server.domain.workflow import FIRST
from server.store.assignments import Assignment
from server.store.base import Base
from server.store.draws import Draw
from server.store.inspections import Inspection
from server.store.objects import Object
from server.store.outcomes import Outcome
from server.store.plans import Plan

TABS = ("open", "planned", "looked_back")
#: In these states a plan goes back to a finding.
PLANNED = ("planned", "drawn")


class LookBack(Base):
    """A finding (the inspection that was published with it) that a plan goes back to. A plan with such rows draws
    from their objects alone. ``state`` is one of domain.workflow."""

    __tablename__ = "look_backs"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspections.id"), primary_key=True, index=True)
    state: Mapped[str] = mapped_column(String(12), default=FIRST["look_back"][0])


def objects(session: Session, plan_id: str | None) -> frozenset[str] | None:
    """Return the numbers of the objects that a plan goes back to; None for a plan that is no look-back."""
    query = (
        select(Object.number)
        .join(Inspection, Inspection.object_id == Object.id)
        .join(LookBack, LookBack.inspection_id == Inspection.id)
        .where(LookBack.plan_id == plan_id)
    )
    return frozenset(session.scalars(query)) or None


def findings(
    tab: str, programme: str | None = None, words: str = "", year: int | None = None
) -> Select[tuple[Outcome]]:
    """Return the query of failed outcomes in force of one of :data:`TABS`, the earliest inspection first.

    ``planned`` ones are in a plan of a look-back that has not come to them, ``looked_back`` ones were looked back at
    and no plan goes back to them again; the rest are ``open``, also those that a sample left out or nobody could
    inspect.
    """
    planned = select(LookBack.inspection_id).where(LookBack.state.in_(PLANNED))
    looked = select(LookBack.inspection_id).where(LookBack.state == "looked_back")
    among = {
        "open": (Outcome.inspection_id.not_in(planned), Outcome.inspection_id.not_in(looked)),
        "planned": (Outcome.inspection_id.in_(planned),),
        "looked_back": (Outcome.inspection_id.not_in(planned), Outcome.inspection_id.in_(looked)),
    }[tab]
    query = select(Outcome).where(Outcome.current.is_(True), Outcome.verdict == "fail", *among)
    if programme:
        query = query.where(Outcome.programme == programme)
    if year:
        query = query.where(extract("year", Outcome.inspected_on) == year)
    if words:
        columns = (Outcome.number, Outcome.object_name, Outcome.object_number, Outcome.address)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return query.order_by(Outcome.inspected_on, Outcome.number)


def sought(session: Session, plan_ids: Collection[str]) -> Mapping[tuple[str, str], list[str]]:
    """Return the inspections that plans go back to, by plan and object."""
    query = (
        select(LookBack.plan_id, Inspection.object_id, Inspection.id)
        .join(Inspection, Inspection.id == LookBack.inspection_id)
        .where(LookBack.plan_id.in_(plan_ids))
        .order_by(Inspection.id)
    )
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for plan_id, object_id, inspection_id in session.execute(query):
        found[plan_id, object_id].append(inspection_id)
    return found


def of_plan(session: Session, plan_id: str) -> list[tuple[LookBack, str]]:
    """Return what a plan goes back to, under a lock, and at which objects."""
    query = (
        select(LookBack, Inspection.object_id)
        .join(Inspection, Inspection.id == LookBack.inspection_id)
        .where(LookBack.plan_id == plan_id)
        .order_by(LookBack.inspection_id)
    )
    return [(row, at) for row, at in session.execute(query.with_for_update(of=LookBack))]


def plans_of(session: Session, inspection_ids: list[str]) -> dict[str, Plan]:
    """Return the newest plan that goes back to each of these inspections."""
    query = (
        select(LookBack.inspection_id, Plan)
        .join(Plan, Plan.id == LookBack.plan_id)
        .where(LookBack.inspection_id.in_(inspection_ids))
        .order_by(Plan.created_at)
    )
    return dict(session.execute(query).all())


def results(session: Session) -> Iterator[tuple[Outcome, str]]:
    """Yield every outcome in force that came of a look-back, with the document of the earlier one of its object."""
    earlier = aliased(Outcome)
    query = (
        select(Outcome, earlier.content)
        .join(Inspection, Inspection.id == Outcome.inspection_id)
        .join(Assignment, Assignment.id == Inspection.assignment_id)
        .join(Draw, Draw.id == Assignment.draw_id)
        .join(LookBack, LookBack.plan_id == Draw.plan_id)
        .join(
            earlier,
            (earlier.inspection_id == LookBack.inspection_id)
            & (earlier.object_id == Outcome.object_id)
            & earlier.current.is_(True),
        )
        .where(Outcome.current.is_(True))
        .order_by(Outcome.inspected_on, Outcome.number)
    )
    yield from session.execute(query).all()


def series(session: Session) -> list[tuple[int, str, str, int]]:
    """Return year of inspection, programme, verdict, and how many outcomes in force have them."""
    year = extract("year", Outcome.inspected_on)
    query = (
        select(year, Outcome.programme, Outcome.verdict, func.count())
        .where(Outcome.current.is_(True))
        .group_by(year, Outcome.programme, Outcome.verdict)
    )
    return [(int(row[0]), *row[1:]) for row in session.execute(query)]
