"""Judging texts by the rules on units of measurement (docs/records.md, legal_units)."""

from ..checklist import judge_checklist
from ..findings import VIOLATION, finding
from ..judgement import Judgement
from ..reading import Reading
from ..tables import Tables
from ..verdicts import NOT_JUDGED, passes, worst
from .units import Found, Rule, find_units, rules

MOST_TEXTS = 500
LONGEST_TEXT = 10_000


def evaluate(record: object, tables: Tables) -> dict:
    """Judge a record of programme legal_units. Raises RecordError."""
    judgement = Judgement(record, tables, dated=False)
    given = judgement.record.rows("texts", MOST_TEXTS)
    known = rules(judgement.rows("unit_rules")) if given else []
    texts = [_judge_text(judgement, row, known) for row in given]
    checklist = judge_checklist(judgement, judgement.record, "object")
    return judgement.result(worst([*(row["result"] for row in texts), checklist]), {"texts": texts})


def _judge_text(judgement: Judgement, row: Reading, known: list[Rule]) -> dict:
    """`found` lists what is wrong in the order of the text; only errors fail it, the rest is for the inspector."""
    where = row.text("where")
    row.text("medium", longest=50)
    text = row.text("text", longest=LONGEST_TEXT)
    figure = {"where": where, "found": [], "result": NOT_JUDGED}
    if text is None:
        return figure
    levels = {level["level"]: level["severity"] for level in judgement.rows("levels")}
    found = find_units(text, known)
    severities = [_add_finding(judgement, row.at, one, levels[one.rule.level]) for one in found]
    figure["found"] = [_shown(one) for one in found]
    figure["result"] = passes(VIOLATION not in severities)
    return figure


def _shown(found: Found) -> dict:
    rule = found.rule
    return {
        "wrong": rule.wrong,
        "text": found.text,
        "start": found.start,
        "end": found.end,
        "right": rule.right,
        "level": rule.level,
    }


def _add_finding(judgement: Judgement, at: str, found: Found, severity: str) -> str:
    values = {"text": found.text.strip(), "wrong": found.rule.wrong, "right": found.rule.right}
    judgement.add(finding(found.rule.finding, severity, f"{at}/text", list(found.rule.basis), values))
    return severity
