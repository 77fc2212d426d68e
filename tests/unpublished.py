"""A database in which every unpublished field holds a marker, so that whoever shows one is found out."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, Integer, LargeBinary, String, inspect

from server.domain.canonical import sha256
from server.services.audit import new_id
from server.store.assignments import Assignment
from server.store.audit import AuditEntry
from server.store.base import Instant, Json
from server.store.business_pages import BusinessPage
from server.store.complaints import Complaint
from server.store.corrections import Correction
from server.store.draws import Draw, DrawEvent, TeamMember
from server.store.enrolment_codes import EnrolmentCode
from server.store.evidence import Evidence
from server.store.files import FileStore
from server.store.handover_keys import HandoverKey
from server.store.handovers import Handover, HandoverStep
from server.store.inspections import Inspection, InspectionPhoto, Manifest, Operation, Photo, Quarantined
from server.store.inspectors import Absence, Inspector, Recusal
from server.store.instruments import Instrument
from server.store.merged_visits import MergedVisit
from server.store.national_records import NationalRecord
from server.store.objections import Objection
from server.store.objects import Object, ObjectProgramme
from server.store.outcomes import Outcome
from server.store.penalties import Penalty
from server.store.plans import Plan
from server.store.publication_times import PublicationTime
from server.store.raised_ratios import RaisedRatio
from server.store.rectifications import Rectification, RectificationStep
from server.store.registers import Import, RegisterChange
from server.store.reminders import Mail, Reminder
from server.store.replies import Reply
from server.store.result_categories import ResultCategory
from server.store.reviews import Review
from server.store.users import Device, User
from tests.factories import Make

MARKER = "unpublished-"
#: A text shorter than this has no room for the marker; such columns are codes.
ROOM = 24


def marked(make: Make, model: type, /, **columns: Any) -> Any:
    """Add a row whose columns, other than those given, hold a marker that names them."""
    for column in inspect(model).columns:
        name = inspect(model).get_property_by_column(column).key
        if name not in columns:
            columns[name] = _filled(make, column)
    return make._add(model(**columns))


def _filled(make: Make, column: Any) -> Any:
    text = f"{MARKER}{column.table.name}-{column.name}"
    if column.primary_key and getattr(column.type, "length", None) == 36:
        return new_id(make.now)
    if column.foreign_keys:
        return None
    match column.type:
        case Json():
            return {"value": text}
        case Instant():
            return make.now
        case Date():
            return date(2026, 3, 2)
        case Boolean():
            return False
        case Integer():
            return 1
        case LargeBinary():
            return text.encode()
        case String() if (column.type.length or ROOM) >= ROOM:
            return text[: column.type.length or len(text)]
        case _:
            return ""


def build(make: Make, files: FileStore) -> list[str]:
    """Fill the database with one of everything; returns what addresses could be made of: every id, number and hash."""
    public = {"status": "active", "updated_at": make.now, "version": 1}
    object = marked(
        make, Object, number="OBJECT-1", uscc=None, name="荷花市场", kind="market", address="一号", division="379901",
        risk_class="C", programmes=[ObjectProgramme(programme="market_scales")], **public,
    )  # fmt: skip
    instrument = marked(
        make, Instrument, object_id=object.id, number="S-0001", kind="scale", accuracy_class="III", max="15000",
        min="100", e="5", d="5", unit="g", maker="衡器厂", model="A", **public,
    )  # fmt: skip
    inspector = marked(make, Inspector, role="lead", **public)
    marked(make, Complaint, object_id=object.id, withdrawn_at=None)
    marked(make, ResultCategory, code="unoffered", zh="停用的类别", en="not offered", offered=False)
    for model in (Absence, Recusal):
        marked(
            make, model, inspector_id=inspector.id, **({"object_id": object.id} if model is Recusal else {})
        )
    user = marked(make, User, role="inspector", inspector_id=inspector.id)
    mail = marked(make, Mail, user_id=user.id)
    marked(make, Reminder, user_id=user.id, mail_id=mail.id)
    device = marked(make, Device, user_id=user.id)
    marked(make, EnrolmentCode, user_id=user.id, device_id=device.id)
    draft = marked(
        make,
        Plan,
        programmes=["market_scales"],
        taking_part=[f"{MARKER}plans-taking_part"],
        year=2026,
        sample=[],
        strata=[],
        state="draft",
        published_at=None,
    )
    marked(make, RaisedRatio, plan_id=draft.id, stratum="379901/C")
    published = make.outcome(object)
    hidden = _hidden_draw(make, published)
    inspected = _hidden_inspection(make, object, hidden, inspector, device, files)
    _notes_of(make, published, device)
    marked(make, RegisterChange, entry_id=object.id, noun="object")
    marked(make, AuditEntry, seq=1)
    marked(make, Import, state="checked")
    make.commit()
    rows = [object, instrument, inspector, user, device, draft, hidden, *inspected, published]
    return sorted(
        {value for row in rows for value in _handles(row)} | {published.draw_id, published.inspection_id}
    )


def _hidden_draw(make: Make, published: Outcome) -> Draw:
    """A draw that took place and is not opened: its lists, tickets, secret and result are nobody's business yet."""
    plan = make.session.get_one(Draw, published.draw_id).plan
    drawn = marked(
        make, Draw, number="D2026-900", plan_id=plan.id, title="第九次抽取", state="drawn", commitment=sha256(b"c"),
        entropy_source="骰子", entropy="1 2 3", opened_at=None, voided_at=None, void_reason="",
        sources=[{"kind": "dice", "count": 3}],
        strata=[{"stratum": f"{MARKER}draws-strata", "objects": 4, "sample": 1}],
    )  # fmt: skip
    marked(make, DrawEvent, seq=1, draw_id=drawn.id, event="drawn", line="{}", hash=sha256(b"line"))
    return drawn


def _hidden_inspection(
    make: Make, object: Object, drawn: Draw, inspector: Inspector, device: Device, files: FileStore
) -> list[Any]:
    """An inspection in review: everything the tablets sent, everything made of it, everything said about it."""
    make._add(TeamMember(draw_id=drawn.id, team=1, position=0, inspector_id=inspector.id))
    of = {"object_id": object.id, "programme": "market_scales"}
    assignment = marked(make, Assignment, draw_id=drawn.id, state="finished", order=77, **of)
    inspection = marked(
        make,
        Inspection,
        assignment_id=assignment.id,
        state="in_review",
        **of,
    )
    operation = marked(
        make, Operation, device_id=device.id, inspection_id=inspection.id, kind="set", state="applied"
    )
    marked(make, Quarantined, device_id=device.id, inspection_id=inspection.id)
    marked(make, Review, inspection_id=inspection.id, decision="return")
    raw, copy = (files.put(f"{MARKER}photo-{kind}".encode()) for kind in ("raw", "copy"))
    photo = marked(make, Photo, sha256=raw, device_id=device.id)
    shown = marked(
        make, InspectionPhoto, inspection_id=inspection.id, sha256=raw, operation_id=operation.id, public=None,
        public_sha256=copy,
    )  # fmt: skip
    marked(make, Manifest, inspection_id=inspection.id, device_id=device.id, photos=[])
    marked(make, PublicationTime, inspection_id=inspection.id)
    marked(make, MergedVisit, assignment_id=assignment.id)
    return [assignment, inspection, operation, photo, shown]


def _notes_of(make: Make, published: Outcome, device: Device) -> None:
    """What stays inside of an inspection that was published."""
    inspection = make.session.get_one(Inspection, published.inspection_id)
    inspection.folded = {"note": f"{MARKER}folded"}
    inspection.return_reason = f"{MARKER}return-reason"
    inspection.assignment.reason = f"{MARKER}assignment-reason"
    marked(make, Review, inspection_id=inspection.id, decision="approve")
    marked(make, NationalRecord, outcome_id=published.id)
    marked(make, BusinessPage, inspection_id=inspection.id, code=f"{MARKER}code")
    for state in ("received", "withheld"):
        marked(make, Reply, inspection_id=inspection.id, state=state)
    row = marked(make, Objection, inspection_id=inspection.id, number=published.number, state="rejected")
    marked(make, Evidence, inspection_id=inspection.id, noun="objection", noun_id=row.id)
    for state in ("proposed", "declined"):
        marked(make, Correction, inspection_id=inspection.id, number=published.number, state=state)
    order = marked(make, Rectification, inspection_id=inspection.id, state="ordered")
    marked(make, RectificationStep, rectification_id=order.id)
    handed = marked(make, Handover, inspection_id=inspection.id, state="handed_over")
    marked(make, HandoverStep, handover_id=handed.id)
    marked(make, HandoverKey, handover_id=handed.id)
    for state in ("entered", "kept", "withdrawn"):
        marked(make, Penalty, handover_id=handed.id, inspection_id=inspection.id, state=state)
    marked(
        make, Operation, device_id=device.id, seq=2, inspection_id=inspection.id, kind="set", state="applied"
    )


def _handles(row: Any) -> list[str]:
    names = (
        "id",
        "number",
        "sha256",
        "public_sha256",
        "certificate",
        "username",
        "commitment",
        "content_sha256",
    )
    return [
        value for name in names if isinstance(value := getattr(row, name, None), str) and MARKER not in value
    ]
