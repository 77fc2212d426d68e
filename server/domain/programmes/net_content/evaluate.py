"""Judging a lot of prepackaged goods (docs/records.md, net_content): the contents, the label, the checklist."""

from fractions import Fraction

from ..checklist import judge_checklist
from ..judgement import Judgement
from ..quantities import ROUNDINGS, plain, rounded
from ..tables import Tables
from ..verdicts import NOT_JUDGED, worst
from .balance import find_readings
from .conditions import Conditions
from .contents import read_contents
from .deficiency import Tolerable, allowed_deficiency
from .drained import judge_drained
from .found import find_content
from .label import judge_label
from .numbers import find_numbers
from .plan import Plan, required_sample
from .product import Product, read_product
from .statistics import Lot
from .tare import Tare, find_tare_sample, read_tare


def evaluate(record: object, tables: Tables) -> dict:
    """Judge a record of programme net_content. Raises RecordError.

    Beside the figures of docs/records.md there is `parts`: the verdicts on `content`, `label` and `checklist`, which
    are reported separately.
    """
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
    lot = Lot(read_contents(judgement.record, product, tare), product.nominal)
    find_numbers(judgement)
    find_readings(judgement, product)
    test = None if plan is None or limit is None else Conditions(plan, lot, limit)
    if limit is None:
        judgement.find("outside_table", "product/nominal", table="deficiency", nominal=product.nominal)
    covered = not product.drained or judge_drained(judgement)
    if test is not None and covered:
        find_content(judgement, product, test)
    if lot.contents.barred:
        judgement.find("tare_scatter", "tare", table="tare", **_shown(mean=tare.mean, s=tare.s()))
    find_tare_sample(judgement, tare)
    return (test.verdict if test and covered else NOT_JUDGED), _figures(
        test.plan if test else plan, limit, lot, tare, test
    )


def _figures(
    plan: Plan | None, limit: Tolerable | None, lot: Lot, tare: Tare, test: Conditions | None
) -> dict:
    factor = plan.factor if plan else None
    averaged = test.averaged if test else lot
    return {
        "sample_size": plan and plan.sample,
        "lambda": None if factor is None else plain(factor),
        "t1_allowed": plan and plan.t1_allowed,
        "t2_allowed": plan and plan.t2_allowed,
        "t": None if limit is None else plain(limit.once),
        "t1_count": test and test.counts.t1,
        "t2_count": test and test.counts.t2,
        **_shown(mean=averaged.mean, s=averaged.s),
        "average_ok": test and test.average_ok,
        "packages": lot.rows(test and test.counts.classes),
        "tare": tare.figure(),
    }


def _shown(**values: Fraction | None) -> dict[str, str | None]:
    return {name: None if value is None else plain(rounded(value, 6)) for name, value in values.items()}
