"""Repeatability (R 76-1 3.6.1): the spread of several weighings of one load, and each of them by itself."""

from fractions import Fraction

from ..judgement import Judgement
from ..quantities import plain
from ..verdicts import FAIL, NOT_JUDGED, UNDETERMINED, worst
from .scale import Scale
from .weighing import Span, Weighing


def judge_repeatability(judgement: Judgement, scale: Scale, stage: str, rows: list[Weighing]) -> dict | None:
    """`range`, `mpe`, `result`: passes when the range and every single corrected error are within the mpe.

    Where loads differ the smallest mpe counts. One weighing alone has no range.
    """
    if not rows:
        return None
    limits = [scale.mpe(judgement, row.load, stage) for row in rows]
    limit = None if None in limits else min(limits)
    spread = _spread(rows)
    at = rows[0].at.rpartition("/")[0]
    result = NOT_JUDGED if spread is None else spread.judged(limit)
    if result == FAIL:
        values = {"range": spread.text(), "mpe": limit, "unit": scale.unit}
        judgement.find("repeatability_exceeds", at, table="repeatability", **values)
    elif result == UNDETERMINED:
        judgement.find("changeover_needed", at, interval=spread.text(), limit=limit, unit=scale.unit)
    _find_too_few(judgement, scale, at, len(rows))
    single = [_judge_single(judgement, scale, *pair) for pair in zip(rows, limits, strict=True)]
    return {
        "range": plain(spread.low) if spread and spread.known else None,
        "interval": None if spread is None or spread.known else [plain(spread.low), plain(spread.high)],
        "mpe": None if limit is None else plain(limit),
        "result": worst([result, *(one for one in single if one in (FAIL, UNDETERMINED))]),
    }


def _spread(rows: list[Weighing]) -> Span | None:
    """The least and the greatest range the errors may have; the greatest lies between two weighings, not in one."""
    if len(rows) < 2:
        return None
    least = max(row.error.low for row in rows) - min(row.error.high for row in rows)
    lowest, second = sorted(range(len(rows)), key=lambda row: rows[row].error.low)[:2]
    most = max(
        row.error.high - rows[second if place == lowest else lowest].error.low
        for place, row in enumerate(rows)
    )
    return Span(max(least, Fraction(0)), max(most, Fraction(0)))


def _judge_single(judgement: Judgement, scale: Scale, weighing: Weighing, limit: Fraction | None) -> str:
    result = weighing.corrected.judged(limit)
    if result == FAIL:
        values = {"load": weighing.load, "error": weighing.corrected.text(), "mpe": limit, "unit": scale.unit}
        judgement.find("error_exceeds_mpe", weighing.at, table="mpe", **values)
    elif result == UNDETERMINED:
        interval = weighing.corrected.text()
        judgement.find("changeover_needed", weighing.at, interval=interval, limit=limit, unit=scale.unit)
    return result


def _find_too_few(judgement: Judgement, scale: Scale, at: str, weighings: int) -> None:
    rows = judgement.rows("repeatability")
    needed = next(row["weighings"] for row in rows if row["accuracy_class"] == scale.accuracy_class)
    if weighings < needed:
        values = {"weighings": str(weighings), "needed": str(needed)}
        judgement.find("too_few_weighings", at, table="repeatability", **values)
