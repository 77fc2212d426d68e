"""Reading inspections: one under a lock, its team, its entries, its photos."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain import operations
from server.domain.problems import Problem
from server.store.assignments import Assignment
from server.store.draws import TeamMember
from server.store.inspections import Inspection, InspectionPhoto, Manifest, Operation, Photo, Quarantined
from server.store.rows import row_of
from server.store.users import Device, User


def get(session: Session, inspection_id: str) -> Inspection:
    """Return an inspection; :class:`Problem` ``not_found``."""
    return row_of(session, Inspection, inspection_id)


def locked(session: Session, inspection_ids: Iterable[str]) -> dict[str, Inspection]:
    """Return inspections that no other transaction changes until this one ends, locked in one order for all."""
    query = select(Inspection).where(Inspection.id.in_(sorted(set(inspection_ids)))).order_by(Inspection.id)
    rows = session.scalars(query.with_for_update().execution_options(populate_existing=True))
    return {row.id: row for row in rows}


def lock(session: Session, inspection_id: str) -> Inspection:
    """Return one inspection under a lock; :class:`Problem` ``not_found``."""
    found = locked(session, [inspection_id])
    if inspection_id not in found:
        raise Problem("not_found", what=inspection_id)
    return found[inspection_id]


def beside(session: Session, inspection: Inspection) -> list[Inspection]:
    """Return the other inspections of the same visit, by programme."""
    own = inspection.assignment
    query = (
        select(Inspection)
        .join(Inspection.assignment)
        .where(Assignment.draw_id == own.draw_id, Assignment.object_id == own.object_id)
        .where(Inspection.id != inspection.id)
    )
    return list(session.scalars(query.order_by(Inspection.programme)))


def in_team(session: Session, inspection: Inspection, inspector_id: str | None) -> bool:
    """Whether an inspector is in the team that has the inspection, or was until somebody came in his or her place."""
    query = (
        select(TeamMember.inspector_id)
        .join(Assignment, (Assignment.draw_id == TeamMember.draw_id) & (Assignment.team == TeamMember.team))
        .where(Assignment.id == inspection.assignment_id, TeamMember.inspector_id == inspector_id)
    )
    return session.scalar(query) is not None


def applied(session: Session, inspection_id: str) -> list[operations.Operation]:
    """Return the entries that count for an inspection, in the order in which they were applied."""
    query = select(Operation).where(Operation.inspection_id == inspection_id, Operation.state == "applied")
    return [as_entry(row) for row in session.scalars(query.order_by(Operation.place))]


def as_entry(row: Operation) -> operations.Operation:
    """Return a stored entry as the domain knows it."""
    return operations.Operation(
        id=row.id,
        device=row.device_id,
        seq=row.seq,
        inspection=row.inspection_id,
        revision=row.revision,
        at=row.at,
        kind=row.kind,
        body=row.body,
        sha256=row.sha256,
    )


def of_others(
    session: Session, inspector_id: str | None, device_id: str, since: Mapping[str, int], limit: int
) -> list[Operation]:
    """Return applied entries of the other tablets on an inspector's inspections: ``since`` maps each to the place
    after which. At most ``limit``, those of one inspection in their order; none of inspections of other teams."""
    query = (
        select(Inspection.id, Inspection.entries)
        .join(Assignment, Assignment.id == Inspection.assignment_id)
        .join(TeamMember, (Assignment.draw_id == TeamMember.draw_id) & (Assignment.team == TeamMember.team))
        .where(Inspection.id.in_(since), TeamMember.inspector_id == inspector_id)
        .order_by(Inspection.id)
    )
    found: list[Operation] = []
    for inspection_id, entries in session.execute(query).all():
        if entries > since[inspection_id] and len(found) < limit:
            place = since[inspection_id]
            rows = select(Operation).where(
                Operation.inspection_id == inspection_id,
                Operation.device_id != device_id,
                Operation.place > place,
            )
            found += session.scalars(rows.order_by(Operation.place).limit(limit - len(found)))
    return found


def photos(session: Session, inspection_id: str) -> list[InspectionPhoto]:
    """Return the photos of an inspection in the order in which they were taken."""
    query = select(InspectionPhoto).where(InspectionPhoto.inspection_id == inspection_id)
    return list(session.scalars(query.order_by(InspectionPhoto.operation_id)))


def names_photo(session: Session, inspection_id: str, sha256: str) -> bool:
    """Whether an applied entry of the inspection speaks of this photo or this drawing."""
    bodies = select(Operation.body).where(
        Operation.inspection_id == inspection_id,
        Operation.kind.in_(("photo", "signature")),
        Operation.state == "applied",
    )
    return any(sha256 in (body.get("sha256"), body.get("strokes_sha256")) for body in session.scalars(bodies))


def here(session: Session, digests: Iterable[str]) -> set[str]:
    """Return those of the photos that were received."""
    wanted = sorted(set(digests))
    found: set[str] = set()
    for start in range(0, len(wanted), 500):
        query = select(Photo.sha256).where(Photo.sha256.in_(wanted[start : start + 500]))
        found |= set(session.scalars(query))
    return found


def manifests(session: Session, inspection: Inspection) -> dict[str, Manifest]:
    """Return the manifests of the inspection's present revision by device."""
    query = select(Manifest).where(
        Manifest.inspection_id == inspection.id, Manifest.revision == inspection.revision
    )
    return {row.device_id: row for row in session.scalars(query)}


def manifests_of(session: Session, inspection: Inspection, device: Device) -> Sequence[Manifest]:
    """Return a tablet's manifests of an inspection, of all revisions."""
    query = select(Manifest).where(Manifest.inspection_id == inspection.id, Manifest.device_id == device.id)
    return session.scalars(query.order_by(Manifest.revision)).all()


def entries_of(
    session: Session, inspection_id: str, device_id: str, revision: int
) -> tuple[Sequence[Operation], Sequence[Quarantined]]:
    """Return what a tablet sent for one revision: the entries taken, and those in quarantine."""
    taken = select(Operation).where(
        Operation.inspection_id == inspection_id,
        Operation.device_id == device_id,
        Operation.revision == revision,
    )
    refused = select(Quarantined).where(
        Quarantined.inspection_id == inspection_id,
        Quarantined.device_id == device_id,
        Quarantined.revision == revision,
    )
    return session.scalars(taken).all(), session.scalars(refused).all()


def senders(session: Session, inspection: Inspection) -> set[str]:
    """Return the devices that sent something for the present revision."""
    query = select(Operation.device_id).where(
        Operation.inspection_id == inspection.id,
        Operation.revision == inspection.revision,
        Operation.state.in_(("applied", "held")),
    )
    return set(session.scalars(query.distinct()))


def owned(session: Session, inspector_ids: Iterable[str]) -> set[str]:
    """Return the devices of inspectors, those whose access was revoked too."""
    query = select(Device.id).join(User, User.id == Device.user_id)
    return set(session.scalars(query.where(User.inspector_id.in_(list(inspector_ids)))))
