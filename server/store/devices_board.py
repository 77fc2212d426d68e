"""What each tablet holds: the visits that are its inspector's to do, those begun on it, and what waits for it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from server.store import entries_queries
from server.store.assignments import Assignment
from server.store.draws import Draw, TeamMember
from server.store.inspections import Inspection, Manifest, Operation
from server.store.teams_queries import serving
from server.store.users import Device

#: States in which a tablet still has something to do or to send.
AT_WORK = ("open", "finished")
TO_DO = ("assigned", "started")


@dataclass(frozen=True)
class Held:
    """What a tablet holds: visits assigned to its inspector and not finished, visits begun on it whose manifest is
    not complete, and the first and last number that its held entries wait for."""

    to_do: int
    unverified: int
    gap: tuple[int, int] | None


def held(session: Session, devices: Collection[Device]) -> dict[str, Held]:
    """Return what each of the tablets holds, by its id."""
    ids = [device.id for device in devices]
    to_do = _to_do(session, {device.user.inspector_id for device in devices if device.user.inspector_id})
    unverified = _unverified(session, ids)
    gaps = entries_queries.gaps(session, ids)
    return {
        device.id: Held(
            to_do.get(device.user.inspector_id or "", 0), unverified.get(device.id, 0), gaps.get(device.id)
        )
        for device in devices
    }


def _to_do(session: Session, inspector_ids: Collection[str]) -> dict[str, int]:
    query = (
        select(TeamMember.inspector_id, func.count())
        .join(Assignment, and_(Assignment.draw_id == TeamMember.draw_id, Assignment.team == TeamMember.team))
        .join(Draw, Draw.id == Assignment.draw_id)
        .where(
            TeamMember.inspector_id.in_(inspector_ids),
            Assignment.state.in_(TO_DO),
            Draw.voided_at.is_(None),
            serving(),
        )
        .group_by(TeamMember.inspector_id)
    )
    return dict(session.execute(query).all())


def _unverified(session: Session, device_ids: Collection[str]) -> dict[str, int]:
    """Visits at their present revision with entries of a tablet and without its complete manifest."""
    complete = and_(
        Manifest.inspection_id == Inspection.id,
        Manifest.device_id == Operation.device_id,
        Manifest.revision == Inspection.revision,
        Manifest.complete.is_(True),
    )
    query = (
        select(Operation.device_id, func.count(Inspection.id.distinct()))
        .join(
            Inspection,
            and_(Inspection.id == Operation.inspection_id, Inspection.revision == Operation.revision),
        )
        .outerjoin(Manifest, complete)
        .where(
            Operation.device_id.in_(device_ids),
            Inspection.state.in_(AT_WORK),
            Manifest.inspection_id.is_(None),
        )
        .group_by(Operation.device_id)
    )
    return dict(session.execute(query).all())
