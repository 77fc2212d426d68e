"""Goods weighed again (零售商品称重): the shortage against the negative deviation of Order 66, annex 1."""

from ..bands import pick
from ..judgement import Judgement
from ..quantities import exact, plain
from ..reading import Reading
from ..verdicts import FAIL, NOT_JUDGED, passes

CATEGORIES = ("A", "B", "C", "D")
METHODS = ("higher_accuracy", "same_instrument", "equal_accuracy")
MOST_ROWS = 500


def judge_retail(judgement: Judgement) -> list[dict]:
    """`limit_g`, `allowed_g`, `shortage_g`, `result` of each row; beyond the annex there is no limit."""
    return [_judge(judgement, row) for row in judgement.record.rows("retail", MOST_ROWS)]


def _judge(judgement: Judgement, row: Reading) -> dict:
    row.text("goods")
    category = row.choice("category", CATEGORIES, required=True)
    settled = row.quantity("settled_g", required=True, positive=True)
    shortage = settled - row.quantity("checked_g", required=True)
    method = row.choice("method", METHODS, required=True)
    band = pick(judgement.rows("retail"), settled, category=category)
    figure = {"limit_g": None, "allowed_g": None, "shortage_g": plain(shortage), "result": NOT_JUDGED}
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
    return figure | {"limit_g": plain(limit), "allowed_g": plain(allowed), "result": result}
