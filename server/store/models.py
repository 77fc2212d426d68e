"""Every model in one import, for migrations and for tests that make a whole database."""

from server.store.assignments import Assignment
from server.store.audit import AuditEntry
from server.store.base import Base
from server.store.calendar import CalendarDay
from server.store.draws import Draw, DrawEvent, TeamMember
from server.store.editions import Edition
from server.store.epochs import Epoch
from server.store.inspections import (
    Inspection,
    InspectionPhoto,
    Manifest,
    Operation,
    Photo,
    Quarantined,
)
from server.store.inspectors import Absence, Inspector, InspectorProgramme, Recusal
from server.store.instruments import Instrument
from server.store.objects import Division, Object, ObjectProgramme
from server.store.outcomes import Outcome
from server.store.plans import Plan
from server.store.products import Product
from server.store.registers import Import, RegisterChange
from server.store.reviews import Review
from server.store.users import Device, User

__all__ = [
    "Absence",
    "Assignment",
    "AuditEntry",
    "Base",
    "CalendarDay",
    "Device",
    "Division",
    "Draw",
    "DrawEvent",
    "Edition",
    "Epoch",
    "Import",
    "Inspection",
    "InspectionPhoto",
    "Inspector",
    "InspectorProgramme",
    "Instrument",
    "Manifest",
    "Object",
    "ObjectProgramme",
    "Operation",
    "Outcome",
    "Photo",
    "Plan",
    "Product",
    "Quarantined",
    "Recusal",
    "RegisterChange",
    "Review",
    "TeamMember",
    "User",
]
