"""When a deadline is brought to mind: each stage once, the nearest one that has been reached."""

from __future__ import annotations

from server.domain.deadlines import WARNINGS

#: The stage of what is past.
PAST = -1
STAGES = (PAST, *sorted(WARNINGS))


def stage(left: int) -> int | None:
    """Return the stage of a deadline that is to come, with ``left`` working days; None when it is far."""
    return next((days for days in sorted(WARNINGS) if left <= days), None)
