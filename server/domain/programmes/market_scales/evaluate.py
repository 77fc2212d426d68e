"""Judging the scales of a market and the goods weighed on them (docs/records.md, market_scales)."""

from ..checklist import judge_checklist
from ..judgement import Judgement
from ..tables import Tables
from ..verdicts import worst
from .instrument import MOST_INSTRUMENTS, judge_instrument
from .retail import judge_retail
from .scale import STAGES
from .weights import read_weights


def evaluate(record: object, tables: Tables) -> dict:
    """Judge a record of programme market_scales. Raises RecordError."""
    judgement = Judgement(record, tables)
    given = judgement.record.rows("instruments", MOST_INSTRUMENTS)
    stage = judgement.record.choice("stage", STAGES, required=bool(given))
    weights = read_weights(judgement)
    instruments = [judge_instrument(judgement, instrument, stage, weights) for instrument in given]
    retail = judge_retail(judgement, given, stage)
    checklist = judge_checklist(judgement, judgement.record, "object")
    verdicts = [row["verdict"] for row in instruments] + [row["result"] for row in retail] + [checklist]
    verdicts += [row["scale_result"] for row in retail if "scale_result" in row]
    return judgement.result(worst(verdicts), {"instruments": instruments, "retail": retail})
