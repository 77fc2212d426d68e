"""The reason without which nothing drawn is departed from, nothing reviewed refused, nothing published corrected."""

from __future__ import annotations

from server.domain import plan_fields
from server.domain.problems import Problem
from server.domain.writing import written

LONGEST_REASON = 500


def check_reason(reason: str) -> str:
    """Return a reason on one line; Problem ``reason_required``, ``too_long`` or ``control_character``."""
    reason = plan_fields.tidy(" ".join(reason.split()))
    if not reason:
        raise Problem("reason_required", at="reason")
    for problem in plan_fields.text_problems(reason, "reason", LONGEST_REASON):
        raise problem
    return reason


def written_reason(reason: str) -> str:
    """Return a reason of one line or several; Problem ``reason_required``, ``too_long`` or ``control_character``."""
    if not reason.strip():
        raise Problem("reason_required", at="reason")
    return written(reason, "reason", LONGEST_REASON)
