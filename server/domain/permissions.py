"""Who may do what: one table. Services ask it before they act, routes declare its entries."""

from __future__ import annotations

PUBLIC = "public"
ADMINISTRATOR = "administrator"
SUPERVISOR = "supervisor"
INSPECTOR = "inspector"
#: Whoever a finding was handed over to, known by the key of that hand-over; no account has this role.
RECIPIENT = "recipient"
ROLES = (ADMINISTRATOR, SUPERVISOR, INSPECTOR)

_OFFICE = frozenset({ADMINISTRATOR, SUPERVISOR})
_STAFF = frozenset({ADMINISTRATOR, SUPERVISOR, INSPECTOR})

#: permission: the roles that hold it. "anyone" is the public, "signed_in" every account, "device" an enrolled
#: tablet, "handover.report" the recipient of a hand-over.
PERMISSIONS: dict[str, frozenset[str]] = {
    "anyone": frozenset({PUBLIC}) | _STAFF,
    "device": frozenset({INSPECTOR}),
    "signed_in": _STAFF,
    "office.read": _OFFICE,
    "register.import": _OFFICE,
    "register.edit": _OFFICE,
    "register.export": _OFFICE,
    "plan.edit": frozenset({SUPERVISOR}),
    "plan.publish": frozenset({SUPERVISOR}),
    "draw.commit": frozenset({SUPERVISOR}),
    "draw.entropy": frozenset({SUPERVISOR}),
    "draw.draw": frozenset({SUPERVISOR}),
    "draw.open": frozenset({SUPERVISOR}),
    "draw.void": frozenset({SUPERVISOR}),
    "assignment.substitute": frozenset({SUPERVISOR}),
    "assignment.staff": frozenset({SUPERVISOR}),
    "team.replace": frozenset({SUPERVISOR}),
    "inspection.read": _OFFICE,
    "inspection.review": frozenset({SUPERVISOR}),
    "inspection.resolve": frozenset({SUPERVISOR}),
    "outcome.publish": frozenset({SUPERVISOR}),
    "outcome.correct": frozenset({SUPERVISOR}),
    "result.edit": frozenset({ADMINISTRATOR}),
    "national.send": frozenset({ADMINISTRATOR}),
    "reminder.send": frozenset({ADMINISTRATOR}),
    "complaint.enter": frozenset({SUPERVISOR}),
    "business.invite": frozenset({SUPERVISOR}),
    "business.write": frozenset({PUBLIC}),
    "reply.decide": frozenset({SUPERVISOR}),
    "objection.answer": frozenset({SUPERVISOR}),
    "rectification.order": frozenset({SUPERVISOR}),
    "rectification.decide": frozenset({SUPERVISOR}),
    "handover.make": frozenset({SUPERVISOR}),
    "handover.record": frozenset({SUPERVISOR, RECIPIENT}),
    "handover.report": frozenset({RECIPIENT}),
    "handover.give_key": frozenset({ADMINISTRATOR}),
    "penalty.decide": frozenset({SUPERVISOR}),
    "rating.read": frozenset({SUPERVISOR}),
    "deadline.read": _STAFF,
    "device.enrol": _STAFF,
    "device.invite": frozenset({ADMINISTRATOR}),
    "device.revoke": _OFFICE,
    "sync.send": frozenset({INSPECTOR}),
    "user.edit": frozenset({ADMINISTRATOR}),
    "edition.enter": frozenset({ADMINISTRATOR}),
    "edition.confirm": _OFFICE,
    "calendar.edit": frozenset({ADMINISTRATOR}),
    "epoch.renew": frozenset({ADMINISTRATOR}),
    "audit.read": _OFFICE,
    "label.print": _OFFICE,
}


def holds(role: str, permission: str) -> bool:
    """Whether ``role`` holds ``permission``; ``KeyError`` for a permission that the table lacks."""
    return role in PERMISSIONS[permission]
