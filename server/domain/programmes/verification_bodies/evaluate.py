"""Judging a verification body (docs/records.md, verification_bodies): checklist, certificate sample, comparisons."""

from ..checklist import judge_checklist
from ..judgement import Judgement
from ..tables import Tables
from ..verdicts import worst
from .certificates import judge_certificate_list, judge_certificates
from .comparison_groups import judge_groups
from .comparisons import VERDICTS, judge_comparisons


def evaluate(record: object, tables: Tables) -> dict:
    """Judge a record of programme verification_bodies. Raises RecordError."""
    judgement = Judgement(record, tables, dated=False)
    checklist = judge_checklist(judgement, judgement.record, "object")
    certificates = judge_certificates(judgement)
    comparisons = judge_comparisons(judgement)
    drawn, sampled = judge_certificate_list(judgement)
    groups, compared = judge_groups(judgement)
    results = [row["result"] for row in certificates] + [VERDICTS[row["result"]] for row in comparisons]
    figures = {"certificates": certificates, "comparisons": comparisons}
    if drawn:
        figures["certificate_list"] = drawn
    if groups:
        figures["comparison_groups"] = groups
    return judgement.result(worst([checklist, sampled, compared, *results]), figures)
