"""Judging a lot of prepackaged goods: single deficiencies, their number, the average, the label, the checklist."""

from fractions import Fraction

from ..checklist import judge_checklist
from ..judgement import Judgement
from ..quantities import ROUNDINGS, plain, rounded
from ..tables import Tables
from ..verdicts import FAIL, NOT_JUDGED, PASS, UNDETERMINED, worst
from .contents import Contents, read_contents
from .deficiency import allowed_deficiency, tolerances
from .label import judge_label
from .plan import Plan, required_sample
from .product import Product, read_product
from .statistics import Counts, Lot
from .tare import read_tare


def evaluate(record: object, tables: Tables) -> dict:
    """Judge a record of programme net_content (records.md). Raises RecordError."""
    judgement = Judgement(record, tables)
    product = read_product(judgement.record)
    content, figures = _judge_content(judgement, product)
    label = judge_label(judgement, product)
    checklist = judge_checklist(judgement, judgement.record, "object")
    figures["parts"] = {"content": content, "label": label, "checklist": checklist}
    return judgement.result(worst(figures["parts"].values()), figures)


def _judge_content(judgement: Judgement, product: Product) -> tuple[str, dict]:
    rounding = judgement.options.choice("t_rounding", ROUNDINGS)
    plan = required_sample(judgement)
    limit = allowed_deficiency(judgement, product, rounding)
    tare = read_tare(judgement, product, limit)
    contents = read_contents(judgement.record, product, tare, plan)
    lot = Lot(contents, product.nominal)
    verdict, counts, average_ok = NOT_JUDGED, None, None
    if limit is None:
        judgement.find("outside_table", "product/nominal", table="deficiency", nominal=product.nominal)
    elif plan is not None:
        counts, average_ok = lot.counts(limit), plan.average_ok(lot)
        verdict = _decide(plan, contents, counts, average_ok)
        _find(judgement, plan, contents, lot, limit, counts, average_ok)
        _find_rounding(judgement, product, plan, lot, verdict, average_ok)
    if contents.barred:
        judgement.find("tare_scatter", "tare", mean=tare.mean, s=_text(tare.s()))
    return verdict, _figures(plan, limit, counts, average_ok, lot, contents, tare)


def _decide(plan: Plan, contents: Contents, counts: Counts, average_ok: bool | None) -> str:
    """A count that is exceeded stays so whatever is measured later; the average needs the whole sample."""
    settled = plan.complete(len(contents.nets)) and not contents.barred
    if counts.t2_sure > plan.t2_allowed or counts.t1_sure > plan.t1_allowed:
        return FAIL
    if not settled:
        return UNDETERMINED
    return FAIL if average_ok is False else PASS


def _find(judgement, plan: Plan, contents: Contents, lot: Lot, limit, counts: Counts, average_ok) -> None:
    measured = len(contents.nets)
    complete = plan.complete(measured)
    for index in counts.t2_at:
        values = {"net": lot.net(index), "deficiency": lot.deficiency(index), "limit": 2 * limit}
        severity = "hint" if index in contents.barred else None
        judgement.find("t2_exceeded", f"packages/{index}", table="deficiency", severity=severity, **values)
    if counts.t1 > plan.t1_allowed:
        severity = None if counts.t1_sure > plan.t1_allowed else "hint"
        values = {"count": str(counts.t1), "allowed": str(plan.t1_allowed), "t": limit}
        judgement.find("t1_count_exceeded", "packages", table="sampling_plan", severity=severity, **values)
    if average_ok is False:
        severity = None if complete and not contents.barred else "hint"
        values = {
            "mean": _text(lot.mean()),
            "s": _text(lot.s()),
            "lambda": plan.factor,
            "nominal": lot.nominal,
        }
        judgement.find("average_short", "packages", table="sampling_plan", severity=severity, **values)
    if plan.factor is None and measured and lot.mean() < lot.nominal:
        values = {"mean": _text(lot.mean()), "nominal": lot.nominal}
        judgement.find("no_average_test", "lot/size", table="sampling_plan", **values)
    if measured != plan.sample:
        code = "sample_too_large" if complete else "sample_too_small"
        values = {"measured": str(measured), "required": str(plan.sample)}
        judgement.find(code, "packages", table="sampling_plan", **values)
    for index in lot.implausible():
        judgement.find("package_implausible", f"packages/{index}", net=lot.net(index), nominal=lot.nominal)


def _find_rounding(judgement, product: Product, plan: Plan, lot: Lot, verdict: str, average_ok) -> None:
    """Says so when another way of rounding T would lead to another verdict."""
    others = {
        rounding: _decide(plan, lot.contents, lot.counts(limit), average_ok)
        for rounding, limit in tolerances(judgement, product).items()
    }
    if set(others.values()) - {verdict}:
        judgement.find("t_rounding_decides", "options/t_rounding", table="rounding", **others)


def _figures(plan: Plan | None, limit, counts: Counts | None, average_ok, lot: Lot, contents, tare) -> dict:
    return {
        "sample_size": plan and plan.sample,
        "lambda": plan and plan.factor and plain(plan.factor),
        "t1_allowed": plan and plan.t1_allowed,
        "t": None if limit is None else plain(limit),
        "t1_count": counts and counts.t1,
        "t2_count": counts and counts.t2,
        "mean": _text(lot.mean()),
        "s": _text(lot.s()),
        "average_ok": average_ok,
        "packages": lot.rows(counts),
        "tare": tare.figure(),
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else plain(rounded(value, 6))
