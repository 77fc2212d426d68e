"""A comparison with the results of all its laboratories: outliers by Grubbs, the weighted mean, and En against it."""

from dataclasses import dataclass
from fractions import Fraction

from ..errors import RecordError
from ..judgement import Judgement
from ..quantities import exact, plain, root, rounded
from ..reading import Reading
from ..verdicts import FAIL, NOT_JUDGED, PASS, worst
from .comparisons import FORMS, INDEPENDENT, SATISFACTORY, UNSATISFACTORY, normalised, reference_counts

MOST_GROUPS = 100
MOST_LABORATORIES = 200
LEAST_LABORATORIES = 2


@dataclass(frozen=True)
class Laboratory:
    """One result with its expanded `uncertainty`; `own` is that of the body that is inspected."""

    row: Reading
    name: str | None
    value: Fraction
    uncertainty: Fraction
    own: bool

    @property
    def weight(self) -> Fraction:
        """The weight up to the square of the coverage factor, which all results share."""
        return 1 / (self.uncertainty * self.uncertainty)


def judge_groups(judgement: Judgement) -> tuple[list[dict], str]:
    """The figures of each group, and the verdict on the result of the body itself (`own`). Raises RecordError.

    `reference` and `reference_uncertainty` (expanded) are the weighted mean of all but the outlier, 6 decimals;
    each of `laboratories` has `grubbs` (3 decimals), `outlier`, `en` (2 decimals) and `result`.
    """
    figures, verdicts = [], []
    for row in judgement.record.rows("comparison_groups", MOST_GROUPS):
        figure, verdict = _judge(judgement, row)
        figures.append(figure)
        verdicts.append(verdict)
    return figures, worst(verdicts)


def _judge(judgement: Judgement, row: Reading) -> tuple[dict, str]:
    item = row.text("item")
    form = row.choice("form", FORMS, required=True)
    own = row.text("own")
    laboratories = [_read(one, own) for one in row.rows("laboratories", MOST_LABORATORIES)]
    if len(laboratories) < LEAST_LABORATORIES:
        raise RecordError("too_few", row.path("laboratories"), {"least": str(LEAST_LABORATORIES)})
    if own is not None and not any(one.own for one in laboratories):
        names = ", ".join(one.name or "" for one in laboratories)
        raise RecordError("not_a_choice", row.path("own"), {"choices": names})
    grubbs = _grubbs(laboratories)
    outlier = _outlier(judgement, row, laboratories, grubbs)
    kept = [one for one in laboratories if one is not outlier]
    weights = sum(one.weight for one in kept)
    reference = sum(one.weight * one.value for one in kept) / weights
    square = 1 / weights
    shown, verdicts = [], []
    for one, g in zip(laboratories, grubbs, strict=True):
        counts = reference_counts(judgement, INDEPENDENT if one is outlier else form)
        of = one.uncertainty * one.uncertainty + counts * square
        if of <= 0:
            raise RecordError("uncertainty_impossible", one.row.path("uncertainty"))
        limit, en, within = normalised(judgement, one.value - reference, of)
        shown.append(
            {
                "name": one.name,
                "grubbs": None if g is None else plain(root(g, 3)),
                "outlier": one is outlier,
                "en": en,
                "result": SATISFACTORY if within else UNSATISFACTORY,
            }
        )
        if one.own:
            verdicts.append(PASS if within else FAIL)
            if not within:
                at = one.row.at
                judgement.find("comparison_unsatisfactory", at, table="comparison", en=en, limit=limit)
    figure = {
        "item": item,
        "reference": plain(rounded(reference, 6)),
        "reference_uncertainty": plain(root(square, 6)),
        "laboratories": shown,
    }
    return figure, worst(verdicts) if verdicts else NOT_JUDGED


def _read(row: Reading, own: str | None) -> Laboratory:
    name = row.text("name")
    return Laboratory(
        row=row,
        name=name,
        value=row.quantity("value", required=True, signed=True),
        uncertainty=row.quantity("uncertainty", required=True, positive=True),
        own=name is not None and name == own,
    )


def _grubbs(laboratories: list[Laboratory]) -> list[Fraction | None]:
    """The squares of G: how many standard deviations a result lies from the mean; None where all are alike."""
    n = len(laboratories)
    mean = sum(one.value for one in laboratories) / n
    variance = sum((one.value - mean) ** 2 for one in laboratories) / (n - 1)
    return [None if variance == 0 else (one.value - mean) ** 2 / variance for one in laboratories]


def _outlier(
    judgement: Judgement, row: Reading, laboratories: list[Laboratory], grubbs: list[Fraction | None]
) -> Laboratory | None:
    """The one result that lies farthest, when it lies beyond the critical value; the test is made once."""
    n = len(laboratories)
    critical = next((r["critical"] for r in judgement.rows("outlier") if r["laboratories"] == n), None)
    if critical is None or None in grubbs:
        if critical is None:
            at = row.path("laboratories")
            judgement.find("outlier_not_tested", at, table="outlier", laboratories=str(n))
        return None
    farthest = max(range(n), key=lambda index: grubbs[index])
    limit = exact(critical)
    if grubbs[farthest] <= limit * limit:
        return None
    values = {"grubbs": plain(root(grubbs[farthest], 3)), "critical": limit}
    judgement.find("comparison_outlier", laboratories[farthest].row.at, table="outlier", **values)
    return laboratories[farthest]
