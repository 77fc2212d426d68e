"""Penalties 行政处罚信息: how long they are shown, and in which time they are published and withdrawn.

市场监督管理行政处罚信息公示规定 (2021), mark A: public within 20 working days, withdrawn
within 3 working days when changed, shown for 3 months (minor) or 3 years; a warning alone is not published. The texts
read do not say from which day: here the first runs from the decision, the second from its change, the third from the
publication. What is minor is the officer's to say.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from server.domain.deadlines import Deadline, after

PUBLICATION_DAYS = 20
WITHDRAWAL_DAYS = 3
WARNING_ALONE = "warning_alone"
#: weight: for how many months it is shown; a warning alone is shown to nobody.
MONTHS = {"ordinary": 36, "minor": 3, WARNING_ALONE: 0}


def publication(decided: date, calendar: Mapping[date, bool]) -> Deadline:
    """Return the last day for the publication of a decision."""
    return after(decided, PUBLICATION_DAYS, calendar)


def withdrawal(changed: date, calendar: Mapping[date, bool]) -> Deadline:
    """Return the last day for the withdrawal of a decision that was changed on a day."""
    return after(changed, WITHDRAWAL_DAYS, calendar)


def shown_until(published: date, weight: str) -> date:
    """Return the last day on which a penalty of a weight is shown: the same day of the month, or the month's last."""
    years, month = divmod(published.month - 1 + MONTHS[weight], 12)
    year, month = published.year + years, month + 1
    return date(year, month, min(published.day, monthrange(year, month)[1]))
