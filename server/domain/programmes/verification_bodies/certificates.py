"""A sample of certificates: what was checked on each; a check that was not answered is left out."""

from collections.abc import Iterator

from ..judgement import Judgement
from ..reading import Reading
from ..verdicts import FAIL, NOT_JUDGED, PASS, UNDETERMINED

MOST_CERTIFICATES = 500
LONGEST_LIST = 10**9
CONCLUSIONS = QUALIFIED, UNQUALIFIED = ("qualified", "unqualified")


def judge_certificates(judgement: Judgement) -> list[dict]:
    """`number`, `item` and `result` of each certificate. Raises RecordError."""
    return [_judge(judgement, row) for row in judgement.record.rows("certificates", MOST_CERTIFICATES)]


def judge_certificate_list(judgement: Judgement) -> tuple[dict | None, str]:
    """`size` certificates in the body's list, of which a `sample` is drawn: 10 to 15, or all when there are fewer.

    Undetermined while fewer certificates than that were checked. Raises RecordError.
    """
    given = judgement.record.part("certificate_list")
    if given is None:
        return None, NOT_JUDGED
    size = given.whole("size", 1, LONGEST_LIST, required=True)
    rule = judgement.rows("certificate_sample")[0]
    sample = given.whole("sample", min(size, rule["least"]), min(size, rule["most"]), required=True)
    checked = len(judgement.record.items("certificates", MOST_CERTIFICATES))
    figure = {"size": size, "sample": sample, "checked": checked}
    if checked >= sample:
        return figure, NOT_JUDGED
    values = {"checked": str(checked), "sample": str(sample)}
    judgement.find("certificates_missing", "certificates", table="certificate_sample", **values)
    return figure, UNDETERMINED


def _judge(judgement: Judgement, row: Reading) -> dict:
    number, item = row.text("number"), row.text("item")
    checks = [*_authority(judgement, row), *_work(judgement, row), *_result(judgement, row)]
    result = NOT_JUDGED if not checks else PASS if all(checks) else FAIL
    return {"number": number, "item": item, "result": result}


def _authority(judgement: Judgement, row: Reading) -> Iterator[bool]:
    """Whether standard and authorisation were valid on the day of the work and covered it."""
    work = row.day("work_date", required=True)
    standard, authorised = row.day("standard_valid_until"), row.day("authorised_until")
    in_scope = row.boolean("in_scope")
    if standard is not None:
        yield standard >= work
        if standard < work:
            at = row.path("standard_valid_until")
            judgement.find("standard_expired", at, valid_until=standard, work_date=work)
    if authorised is not None or in_scope is not None:
        outside = in_scope is False or (authorised is not None and authorised < work)
        yield not outside
        if outside:
            judgement.find("outside_scope", row.at)


def _work(judgement: Judgement, row: Reading) -> Iterator[bool]:
    """Whether the rule was current, and those who signed were enough and qualified."""
    rule, current = row.text("rule"), row.boolean("rule_current")
    signatures = row.whole("signatures", 0, 100)
    qualified = row.boolean("person_qualified")
    if current is not None:
        yield current
        if not current:
            judgement.find("rule_not_current", row.path("rule"), rule=rule or "")
    if signatures is not None:
        needed = judgement.rows("certificate")[0]["signatures"]
        yield signatures >= needed
        if signatures < needed:
            values = {"signatures": str(signatures), "needed": str(needed)}
            judgement.find("signatures_missing", row.path("signatures"), table="certificate", **values)
    if qualified is not None:
        yield qualified
        if not qualified:
            judgement.find("person_not_qualified", row.path("person_qualified"))


def _result(judgement: Judgement, row: Reading) -> Iterator[bool]:
    """Whether the raw record leads to what is printed, the period is allowed and the conclusion follows."""
    recomputed, printed = row.quantity("recomputed", signed=True), row.quantity("printed", signed=True)
    if recomputed is not None and printed is not None:
        yield recomputed == printed
        if recomputed != printed:
            judgement.find("record_mismatch", row.path("printed"), recomputed=recomputed, printed=printed)
    period, allowed = row.whole("period_months", 0, 1200), row.whole("rule_period_months", 0, 1200)
    if period is not None and allowed is not None:
        yield period <= allowed
        if period > allowed:
            values = {"period": str(period), "allowed": str(allowed)}
            judgement.find("period_too_long", row.path("period_months"), table="certificate", **values)
    error, mpe = row.quantity("error", signed=True), row.quantity("mpe")
    conclusion = row.choice("conclusion", CONCLUSIONS)
    if error is not None and mpe is not None and conclusion is not None:
        follows = (abs(error) <= mpe) == (conclusion == QUALIFIED)
        yield follows
        if not follows:
            judgement.find("conclusion_wrong", row.path("conclusion"), error=error, mpe=mpe)
