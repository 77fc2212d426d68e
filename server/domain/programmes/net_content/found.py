"""The findings on the contents of a sample."""

from ..findings import HINT
from ..judgement import Judgement
from ..quantities import plain, rounded
from .conditions import Conditions
from .deficiency import tolerances
from .product import Product


def find_content(judgement: Judgement, product: Product, test: Conditions) -> None:
    """Add the findings; what does not convict yet, because packages or tares are missing, is a hint."""
    _find_t2(judgement, test)
    _find_t1(judgement, test)
    _find_average(judgement, test)
    _find_sample(judgement, test)
    _find_rounding(judgement, product, test)


def _find_t2(judgement: Judgement, test: Conditions) -> None:
    lot = test.lot
    for index in test.counts.t2_at if test.plan.t2_allowed is not None else []:
        values = {"net": lot.net(index), "deficiency": lot.deficiency(index), "limit": test.limit.twice}
        severity = HINT if index in lot.contents.barred else None
        judgement.find("t2_exceeded", f"packages/{index}", table="deficiency", severity=severity, **values)


def _find_t1(judgement: Judgement, test: Conditions) -> None:
    if not test.too_many:
        return
    values = {"count": str(test.defective), "t": test.limit.once}
    if test.plan.open:
        judgement.find("t1_allowed_unknown", "packages", table="sampling_plan", **values)
        return
    values["allowed"] = str(test.plan.t1_allowed)
    severity = None if test.surely_too_many else HINT
    judgement.find("t1_count_exceeded", "packages", table="sampling_plan", severity=severity, **values)


def _find_average(judgement: Judgement, test: Conditions) -> None:
    lot, factor = test.averaged, test.plan.factor
    if lot.measured == 0:
        return
    values = {"mean": plain(rounded(lot.mean, 6)), "nominal": lot.nominal}
    if test.average_ok is False:
        severity = None if test.settled else HINT
        values |= {"s": "" if lot.s is None else plain(lot.s), "lambda": factor}
        judgement.find("average_short", "packages", table="sampling_plan", severity=severity, **values)
    if factor is None and lot.mean < lot.nominal:
        judgement.find("no_average_test", "lot/size", table="sampling_plan", **values)


def _find_sample(judgement: Judgement, test: Conditions) -> None:
    lot, required = test.lot, test.plan.sample
    if lot.measured != required:
        code = "sample_too_large" if test.complete else "sample_too_small"
        values = {"measured": str(lot.measured), "required": str(required)}
        judgement.find(code, "packages", table="sampling_plan", **values)
    for index in lot.implausible():
        judgement.find("package_implausible", f"packages/{index}", net=lot.net(index), nominal=lot.nominal)


def _find_rounding(judgement: Judgement, product: Product, test: Conditions) -> None:
    """Says so when another way of rounding T would lead to another verdict."""
    verdicts = {
        rounding: test.verdict if limit == test.limit else Conditions(test.plan, test.lot, limit).verdict
        for rounding, limit in tolerances(judgement, product).items()
    }
    if set(verdicts.values()) - {test.verdict}:
        judgement.find("t_rounding_decides", "options/t_rounding", table="rounding", **verdicts)
