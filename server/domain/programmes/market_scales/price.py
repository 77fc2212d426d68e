"""Price computing: weight times unit price, to the nearest price step."""

from ..judgement import Judgement
from ..quantities import exact, plain, rounded
from ..reading import Reading
from ..verdicts import FAIL, passes

MOST_ROWS = 200


def judge_price(judgement: Judgement, instrument: Reading) -> list[dict]:
    """`expected` (rounded half up) and `result` of each row; either side of an exact tie passes."""
    return [_judge(judgement, row) for row in instrument.rows("price", MOST_ROWS)]


def _judge(judgement: Judgement, row: Reading) -> dict:
    rule = judgement.rows("price")[0]
    price = row.quantity("weight_kg", required=True) * row.quantity("unit_price", required=True)
    displayed = row.quantity("displayed", required=True, signed=True)
    expected = rounded(price, rule["places"], rule["rounding"])
    half_step = exact("0.5") / 10 ** rule["places"]
    tied = abs(expected - price) == half_step and abs(displayed - price) == half_step
    result = passes(displayed == expected or tied)
    if result == FAIL:
        judgement.find("price_wrong", row.at, table="price", expected=expected, displayed=displayed)
    return {"expected": plain(expected), "result": result}
