"""Which findings of the city something is done with: the newest with which nothing was done yet."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain import handovers
from server.domain.handovers import Matter
from server.services.inspections import rules_of
from server.store.corrections import Correction
from server.store.handovers import Handover
from server.store.inspections import Inspection
from server.store.look_backs import LookBack
from server.store.objections import Objection
from server.store.outcomes import Outcome
from server.store.rectifications import Rectification
from server.store.replies import Reply


def untouched(session: Session, category: str = "", programme: str = "") -> Iterator[Inspection]:
    """Yield failed inspections in force, those published with ``category`` first, then the newest."""
    touched = (Correction, Handover, LookBack, Objection, Rectification, Reply)
    query = (
        select(Inspection)
        .join(Outcome, Outcome.inspection_id == Inspection.id)
        .where(Outcome.current.is_(True), Outcome.verdict == "fail")
        .where(*(Inspection.id.not_in(select(noun.inspection_id)) for noun in touched))
        .order_by((Outcome.category == category).desc(), Outcome.published_at.desc(), Outcome.number.desc())
    )
    if programme:
        query = query.where(Inspection.programme == programme)
    yield from session.scalars(query)


def matters(session: Session, inspection: Inspection) -> list[Matter]:
    """Return what there is to order or to hand over."""
    return handovers.matters(inspection.folded, inspection.result, rules_of(session, inspection))


def bases(matter: Matter) -> str:
    """Return the bases of a matter in one line, as the office's form offers them."""
    return "；".join(line for line, _ in matter.basis)
