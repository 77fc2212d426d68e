"""Whether an instrument's verification (检定) was valid on the day of the inspection."""

from .judgement import Judgement
from .reading import Reading
from .verdicts import FAIL, NOT_JUDGED, PASS


def judge_verification(judgement: Judgement, instrument: Reading, required: bool) -> str:
    """Judge `valid_until`, which is valid to the end of its day; without one only a required verification fails.

    Adds `verification_missing` or `verification_expired` and returns the verdict. Raises RecordError.
    """
    valid_until = instrument.day("valid_until")
    at = instrument.path("valid_until")
    if valid_until is None:
        if not required:
            return NOT_JUDGED
        judgement.find("verification_missing", at)
        return FAIL
    if valid_until >= judgement.day:
        return PASS
    judgement.find("verification_expired", at, valid_until=valid_until, date=judgement.day)
    return FAIL
