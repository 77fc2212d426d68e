"""Judging an eyewear shop: spectacles against their orders, instruments, checklist, look-back (docs/records.md)."""

from ..checklist import judge_checklist
from ..judgement import Judgement
from ..look_back import judge_look_back
from ..tables import Tables
from ..verdicts import worst
from .instrument import MOST_INSTRUMENTS, judge_instrument
from .spectacles import MOST_SPECTACLES, judge_spectacles


def evaluate(record: object, tables: Tables) -> dict:
    """Judge a record of programme eyewear. Raises RecordError."""
    judgement = Judgement(record, tables)
    record = judgement.record
    spectacles = [judge_spectacles(judgement, row) for row in record.rows("spectacles", MOST_SPECTACLES)]
    instruments = [judge_instrument(judgement, row) for row in record.rows("instruments", MOST_INSTRUMENTS)]
    others = [judge_checklist(judgement, record, "object"), judge_look_back(judgement)]
    verdicts = [row["verdict"] for row in [*spectacles, *instruments]] + others
    return judgement.result(worst(verdicts), {"spectacles": spectacles, "instruments": instruments})
