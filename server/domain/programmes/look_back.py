"""Look-back (回头看): whether what an earlier inspection ordered was put right."""

from .errors import RecordError
from .findings import VIOLATION, finding
from .judgement import Judgement
from .reading import is_text
from .verdicts import FAIL, PASS, worst

CORRECTED, NOT_CORRECTED, PARTLY = "corrected", "not_corrected", "partly"
STATES = (CORRECTED, NOT_CORRECTED, PARTLY)
MOST_ITEMS = 500


def judge_look_back(judgement: Judgement) -> str:
    """Judge `look_back` {`of`: an inspection, `items`: {code: state}}; what is only partly corrected is not.

    Adds `not_corrected` for each such item and returns the verdict. Raises RecordError.
    """
    look_back = judgement.record.part("look_back")
    if look_back is None:
        return worst([])
    look_back.text("of")
    items = look_back.part("items")
    if items is None:
        return worst([])
    if len(items.value) > MOST_ITEMS:
        raise RecordError("too_many", items.at, {"most": str(MOST_ITEMS)})
    return worst([_judge(judgement, items, code) for code in sorted(items.value)])


def _judge(judgement: Judgement, items, code: str) -> str:
    if not is_text(code) or not 0 < len(code) <= 100:
        raise RecordError("unknown_item", items.at, {"item": ""})
    state = items.choice(code, STATES, required=True)
    if state == CORRECTED:
        return PASS
    judgement.add(finding("not_corrected", VIOLATION, items.path(code), [], {"item": code, "state": state}))
    return FAIL
