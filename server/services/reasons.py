"""The reason without which nothing that was drawn is departed from."""

from __future__ import annotations

from server.domain import plan_fields
from server.domain.problems import Problem


def check_reason(reason: str) -> str:
    """Return a reason on one line; Problem ``reason_required``, ``too_long`` or ``control_character``."""
    reason = plan_fields.tidy(" ".join(reason.split()))
    if not reason:
        raise Problem("reason_required", at="reason")
    for problem in plan_fields.text_problems(reason, "reason", 500):
        raise problem
    return reason
