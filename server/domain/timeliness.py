"""How an authority keeps the period for publication: its rate in time, and the working days that it needed.

The rate 结果公示率 is reported by authorities (Jinyun 2025, jinyun.gov.cn, mark B). Its denominator here: the
inspections whose last day lies in the year and has passed, or which were published before it passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from server.domain.deadlines import PUBLICATION_DAYS, days_left


@dataclass(frozen=True)
class Publication:
    """The last day of an inspection, and the day on which it was published, None while it is not."""

    last: date
    published: date | None


@dataclass(frozen=True)
class Timeliness:
    """``due`` had to be public by now: ``in_time`` were, ``late`` came after their last day, ``missing`` are not there.

    ``median`` and ``worst`` count working days from the end of the inspection to its publication, of all that were
    published; None while none was.
    """

    due: int
    in_time: int
    late: int
    missing: int
    median: Decimal | None
    worst: int | None

    @property
    def rate(self) -> Decimal | None:
        """The share of ``due`` that was published in time, from 0 to 1; None when nothing was due."""
        return Decimal(self.in_time) / self.due if self.due else None


def timeliness(rows: Iterable[Publication], today: date, calendar: Mapping[date, bool]) -> Timeliness:
    """Return the figures of the inspections ``rows`` as they stand ``today``."""
    in_time = late = missing = 0
    counted: dict[tuple[date, date], int] = {}
    needed = []
    for row in rows:
        if row.published is None:
            missing += row.last < today
            continue
        on_time = row.published <= row.last
        in_time, late = in_time + on_time, late + (not on_time)
        pair = row.published, row.last
        if pair not in counted:
            counted[pair] = PUBLICATION_DAYS - days_left(*pair, calendar)
        needed.append(counted[pair])
    return Timeliness(
        in_time + late + missing, in_time, late, missing, _median(sorted(needed)), max(needed, default=None)
    )


def _median(numbers: list[int]) -> Decimal | None:
    if not numbers:
        return None
    half = len(numbers) // 2
    return Decimal(numbers[half]) if len(numbers) % 2 else Decimal(numbers[half - 1] + numbers[half]) / 2
