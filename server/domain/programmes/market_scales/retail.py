"""Goods weighed again (零售商品称重): the shortage against the negative deviation of Order 66, annex 1."""

from fractions import Fraction

from ..bands import pick
from ..errors import RecordError
from ..judgement import Judgement
from ..quantities import exact, plain
from ..reading import Reading
from ..verdicts import FAIL, NOT_JUDGED, passes, worst
from .scale import Scale, read_scale

CATEGORIES = ("A", "B", "C", "D")
METHODS = (_, SAME, _) = ("higher_accuracy", "same_instrument", "equal_accuracy")
MOST_ROWS = 500


def judge_retail(judgement: Judgement, instruments: list[Reading], stage: str | None) -> list[dict]:
    """The figures of each row; beyond the annex there is no limit. Raises RecordError.

    `limit_g`, `allowed_g`, `shortage_g`, `result`; with `weights_g`, the reading of the same scale under weights equal
    to the weight paid for, `weights_difference_g`; with the `instrument` that sold the goods `scale_mpe_g` and
    `scale_result`, whether it is fine enough for them.
    """
    return [_judge(judgement, row, instruments, stage) for row in judgement.record.rows("retail", MOST_ROWS)]


def _judge(judgement: Judgement, row: Reading, instruments: list[Reading], stage: str | None) -> dict:
    row.text("goods")
    category = row.choice("category", CATEGORIES, required=True)
    settled = row.quantity("settled_g", required=True, positive=True)
    shortage = settled - row.quantity("checked_g", required=True)
    method = row.choice("method", METHODS, required=True)
    weights = row.quantity("weights_g") if method == SAME else None
    scale = _scale(row, instruments)
    figure = {
        "limit_g": None,
        "allowed_g": None,
        "shortage_g": plain(shortage),
        "result": NOT_JUDGED,
    }
    if weights is not None:
        figure["weights_difference_g"] = plain(weights - settled)
    band = pick(judgement.rows("retail"), settled, category=category)
    if band is None:
        judgement.find("outside_annex", row.at, table="retail", settled=settled, category=category)
        return figure
    factor = next(r["factor"] for r in judgement.rows("retail_method") if r["method"] == method)
    limit = exact(band["limit_g"])
    allowed = limit * exact(factor)
    result = passes(shortage <= allowed)
    if result == FAIL:
        values = {"settled": settled, "shortage": shortage, "allowed": allowed}
        judgement.find("retail_shortage", row.at, table="retail", **values)
    if weights is not None:
        result = worst([result, _judge_weights(judgement, row, weights - settled, limit)])
    if scale is not None:
        figure |= _judge_scale(judgement, row, scale, settled, limit, stage)
    return figure | {"limit_g": plain(limit), "allowed_g": plain(allowed), "result": result}


def _judge_weights(judgement: Judgement, row: Reading, difference: Fraction, limit: Fraction) -> str:
    """Order 66 art. 6(1): with weights equal to the weight paid for the scale may not read too high either."""
    result = passes(difference <= limit)
    if result == FAIL:
        at = row.path("weights_g")
        judgement.find("retail_scale_high", at, table="retail_method", difference=difference, limit=limit)
    return result


def _scale(row: Reading, instruments: list[Reading]) -> Scale | None:
    serial = row.text("instrument")
    if serial is None:
        return None
    for instrument in instruments:
        if instrument.text("serial") == serial:
            return read_scale(instrument)
    known = ", ".join(instrument.text("serial") or "" for instrument in instruments)
    raise RecordError("not_a_choice", row.path("instrument"), {"choices": known})


def _judge_scale(
    judgement, row: Reading, scale: Scale, settled: Fraction, limit: Fraction, stage: str
) -> dict:
    """Order 66 art. 3: the error allowed to the scale may not be greater than the deviation allowed to the goods."""
    if scale.e is None or scale.unit is None or scale.accuracy_class is None:
        return {"scale_mpe_g": None, "scale_result": NOT_JUDGED}
    mpe = scale.mpe(judgement, settled / scale.gram, stage)
    if mpe is None:
        return {"scale_mpe_g": None, "scale_result": NOT_JUDGED}
    grams = mpe * scale.gram
    result = passes(grams <= limit)
    if result == FAIL:
        judgement.find("scale_too_coarse", row.path("instrument"), mpe=grams, limit=limit)
    return {"scale_mpe_g": plain(grams), "scale_result": result}
