"""Checklists: one finding for each "no"; and the whole evaluation of a programme without measurements."""

from .errors import RecordError
from .findings import VIOLATION, finding
from .judgement import Judgement
from .look_back import judge_look_back
from .reading import Reading, is_text
from .tables import Tables
from .verdicts import FAIL, PASS, worst

#: The table of limits that holds the editions of a checklist, where it has any.
CHECKLIST = "checklist"
ANSWERS = YES, NO, NA = ("yes", "no", "na")
MOST_INSTRUMENTS = 2_000
LONGEST_NOTE = 2_000


def judge_checklist(judgement: Judgement, owner: Reading, group: str) -> str:
    """Judge `owner`'s `checklist` against the items of `group`; adds the findings and returns the verdict.

    A "no" to an item of severity `violation` fails, to a `hint` does not; without any "yes" or "no" there is
    nothing to judge. Raises RecordError for an item that the programme does not have.
    """
    return worst(
        _judge_item(judgement, item, answer, at)
        for item, answer, at in answered(owner, items_of(judgement, group))
        if answer != NA
    )


def items_of(judgement: Judgement, group: str) -> list[dict]:
    """The items of a group, `object` or `instrument`, of the edition that judges where the checklist has editions."""
    if CHECKLIST in judgement.tables.limits.get("tables", {}):
        return judgement.rows(CHECKLIST).get(group, [])
    return judgement.tables.items(group)


def answered(owner: Reading, items: list[dict]) -> list[tuple[dict, str, str]]:
    """(item, answer, path) in the order of the items, for those that were answered."""
    answers = owner.part("checklist")
    if answers is None:
        return []
    known = {item["code"] for item in items}
    for code in sorted(answers.value):  # the order of keys may differ between stores and languages
        if code not in known:
            raise RecordError("unknown_item", answers.at, {"item": code[:64] if is_text(code) else ""})
    found = []
    for item in items:
        entry = answers.part(item["code"])
        if entry is None:
            continue
        entry.text("note", longest=LONGEST_NOTE)
        answer = entry.choice("answer", ANSWERS)
        if answer is not None:
            found.append((item, answer, entry.at))
    return found


def _judge_item(judgement: Judgement, item: dict, answer: str, at: str) -> str:
    if answer == YES:
        return PASS
    judgement.add(finding(item["code"], item["severity"], at, item["basis"], {}))
    return FAIL if item["severity"] == VIOLATION else PASS


def evaluate(record: object, tables: Tables) -> dict:
    """Judge a record of a programme that is only a checklist.

    Figures: `answers` (how many `yes`, `no`, `na`, `unanswered` among the items of the object) and
    `instruments` (`serial`, `verdict`). Raises RecordError.
    """
    judgement = Judgement(record, tables)
    whole = judge_checklist(judgement, judgement.record, "object")
    rows = []
    for instrument in judgement.record.rows("instruments", MOST_INSTRUMENTS):
        verdict = judge_checklist(judgement, instrument, "instrument")
        rows.append({"serial": instrument.text("serial"), "verdict": verdict})
    verdicts = [whole, judge_look_back(judgement), *(row["verdict"] for row in rows)]
    return judgement.result(worst(verdicts), {"answers": _counts(judgement), "instruments": rows})


def _counts(judgement: Judgement) -> dict[str, int]:
    items = items_of(judgement, "object")
    answers = [answer for _, answer, _ in answered(judgement.record, items)]
    counts = {answer: answers.count(answer) for answer in ANSWERS}
    return {**counts, "unanswered": len(items) - len(answers)}
