"""Comparisons between laboratories (计量比对): En = (value - reference) / root of the uncertainties' squares."""

from fractions import Fraction

from ..errors import RecordError
from ..judgement import Judgement
from ..quantities import exact, plain, root
from ..reading import Reading
from ..verdicts import FAIL, PASS

FORMS = (INDEPENDENT, _) = ("independent", "contributing")
MOST_COMPARISONS = 500
SATISFACTORY, UNSATISFACTORY = "satisfactory", "unsatisfactory"
VERDICTS = {SATISFACTORY: PASS, UNSATISFACTORY: FAIL}


def judge_comparisons(judgement: Judgement) -> list[dict]:
    """`item`, `en` (2 decimals) and `result` of each row; |En| = 1 is satisfactory. Raises RecordError."""
    return [_judge(judgement, row) for row in judgement.record.rows("comparisons", MOST_COMPARISONS)]


def _judge(judgement: Judgement, row: Reading) -> dict:
    item = row.text("item")
    difference = _quantity(row, "value") - _quantity(row, "reference")
    square = _square(judgement, row)
    limit, en, within = normalised(judgement, difference, square)
    if not within:
        judgement.find("comparison_unsatisfactory", row.at, table="comparison", en=en, limit=limit)
    return {"item": item, "en": en, "result": SATISFACTORY if within else UNSATISFACTORY}


def normalised(judgement: Judgement, difference: Fraction, square: Fraction) -> tuple[Fraction, str, bool]:
    """The limit of |En|, En with 2 decimals, and whether it is within; `square` is that of the uncertainty."""
    limit = exact(judgement.rows("comparison")[0]["limit"])
    size = root(difference * difference / square, 2)
    en = plain(-size if difference < 0 else size)
    return limit, en, difference * difference <= limit * limit * square


def reference_counts(judgement: Judgement, form: str) -> Fraction:
    """Whether the square of the reference's uncertainty is added (1) or taken off (-1)."""
    rows = judgement.rows("comparison_form")
    return exact(next(row["reference_counts"] for row in rows if row["form"] == form))


def _quantity(row: Reading, key: str) -> Fraction:
    return row.quantity(key, required=True, signed=True)


def _square(judgement: Judgement, row: Reading) -> Fraction:
    """The reference's uncertainty adds to the laboratory's, or is taken off when the value entered the reference."""
    own = row.quantity("uncertainty", required=True)
    reference = row.quantity("reference_uncertainty", required=True)
    stability = row.quantity("stability_uncertainty") or Fraction(0)
    form = row.choice("form", FORMS, required=True)
    counts = reference_counts(judgement, form)
    square = own * own + stability * stability + counts * reference * reference
    if square <= 0:
        raise RecordError("uncertainty_impossible", row.path("reference_uncertainty"))
    return square
