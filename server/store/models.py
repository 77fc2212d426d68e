"""Every model in one import, for migrations and for tests that make a whole database."""

from server.store.assignments import Assignment
from server.store.audit import AuditEntry
from server.store.base import Base
from server.store.business_pages import BusinessPage
from server.store.calendar import CalendarDay
from server.store.complaints import Complaint
from server.store.corrections import Correction
from server.store.draws import Draw, DrawEvent, TeamMember
from server.store.editions import Edition
from server.store.enrolment_codes import EnrolmentCode
from server.store.epochs import Epoch
from server.store.evidence import Evidence
from server.store.handover_keys import HandoverKey
from server.store.handovers import Handover, HandoverStep
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
from server.store.look_backs import LookBack
from server.store.merged_visits import MergedVisit
from server.store.national_records import NationalRecord
from server.store.objections import Objection
from server.store.objects import Division, Object, ObjectProgramme
from server.store.outcomes import Outcome
from server.store.penalties import Penalty
from server.store.plans import Plan, PlanProgramme
from server.store.products import Product
from server.store.publication_times import PublicationTime
from server.store.raised_ratios import RaisedRatio
from server.store.ratings import Rating
from server.store.rectifications import Rectification, RectificationStep
from server.store.registers import Import, RegisterChange
from server.store.reminders import Mail, Reminder
from server.store.replies import Reply
from server.store.result_categories import ResultCategory
from server.store.reviews import Review
from server.store.users import Device, User

__all__ = [
    "Absence",
    "Assignment",
    "AuditEntry",
    "Base",
    "BusinessPage",
    "CalendarDay",
    "Complaint",
    "Correction",
    "Device",
    "Division",
    "Draw",
    "DrawEvent",
    "Edition",
    "EnrolmentCode",
    "Epoch",
    "Evidence",
    "Handover",
    "HandoverKey",
    "HandoverStep",
    "Import",
    "Inspection",
    "InspectionPhoto",
    "Inspector",
    "InspectorProgramme",
    "Instrument",
    "LookBack",
    "Mail",
    "Manifest",
    "MergedVisit",
    "NationalRecord",
    "Object",
    "ObjectProgramme",
    "Objection",
    "Operation",
    "Outcome",
    "Penalty",
    "Photo",
    "Plan",
    "PlanProgramme",
    "Product",
    "PublicationTime",
    "Quarantined",
    "RaisedRatio",
    "Rating",
    "Rectification",
    "RectificationStep",
    "Recusal",
    "RegisterChange",
    "Reminder",
    "Reply",
    "ResultCategory",
    "Review",
    "TeamMember",
    "User",
]
