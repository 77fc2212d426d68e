"""Discrimination (鉴别力): a load of 1.4 d laid gently on a scale at rest must be seen (R 76-1 A.4.8)."""

from fractions import Fraction

from ..judgement import Judgement
from ..quantities import exact, plain
from ..reading import Reading
from ..verdicts import FAIL, passes
from .scale import Scale

MOST_ROWS = 200


def judge_discrimination(judgement: Judgement, instrument: Reading, scale: Scale) -> list[dict]:
    """`extra`, the load to be added, `expected` and `result` of each row. Raises RecordError.

    A row has the `load`, the `indication` with it and the indication `after` the extra load, which must be at least
    one d higher.
    """
    rows = instrument.rows("discrimination", MOST_ROWS)
    return [_judge(judgement, row, scale) for row in rows]


def _judge(judgement: Judgement, row: Reading, scale: Scale) -> dict:
    rule = judgement.rows("discrimination")[0]
    step: Fraction = scale.d or scale.e
    row.quantity("load", required=True)
    expected = row.quantity("indication", required=True, signed=True) + exact(rule["rise_d"]) * step
    after = row.quantity("after", required=True, signed=True)
    result = passes(after >= expected)
    if result == FAIL:
        values = {"after": after, "expected": expected, "unit": scale.unit}
        judgement.find("discrimination_insufficient", row.at, table="discrimination", **values)
    return {"extra": plain(exact(rule["extra_d"]) * step), "expected": plain(expected), "result": result}
