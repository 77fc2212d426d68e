"""An instrument of the shop: its verification, and its readings against the limits of its kind."""

from ..bands import pick
from ..judgement import Judgement
from ..quantities import exact, plain
from ..reading import Reading
from ..verdicts import FAIL, NOT_JUDGED, passes, worst
from ..verification import judge_verification

MOST_INSTRUMENTS = 500
MOST_READINGS = 200
QUANTITIES = POWER, *_ = ("power", "prism", "zero", "pupillary_distance")
WIDEST = (-1000, 1000)


def judge_instrument(judgement: Judgement, instrument: Reading) -> dict:
    """`kind`, `serial`, `verdict`, `readings` {`error`, `limit`, `result`}. Raises RecordError."""
    kind = instrument.text("kind", required=True, longest=50)
    instrument.text("certificate")
    mandatory = any(row["kind"] == kind and row["mandatory"] for row in judgement.rows("kinds"))
    verification = judge_verification(judgement, instrument, required=mandatory)
    given = instrument.rows("readings", MOST_READINGS)
    readings = [_judge_reading(judgement, row, kind) for row in given]
    results = [reading["result"] for reading in readings]
    return {
        "kind": kind,
        "serial": instrument.text("serial"),
        "verdict": worst([verification, *results]),
        "readings": readings,
    }


def _judge_reading(judgement: Judgement, row: Reading, kind: str) -> dict:
    """Without a table for the kind, or beyond its end, the error is shown and not judged."""
    quantity = row.choice("quantity", QUANTITIES) or POWER
    nominal = row.quantity("nominal", required=True, signed=True, within=WIDEST)
    error = row.quantity("indicated", required=True, signed=True, within=WIDEST) - nominal
    judged = any(row["kind"] == kind and row["readings_judged"] for row in judgement.rows("kinds"))
    band = pick(judgement.rows(kind), abs(nominal), quantity=quantity) if judged else None
    if band is None:
        return {"error": plain(error), "limit": None, "result": NOT_JUDGED}
    result = passes(abs(error) <= exact(band["limit"]))
    if result == FAIL:
        values = {"nominal": nominal, "error": error, "limit": band["limit"]}
        judgement.find("instrument_error", row.at, table=kind, **values)
    return {"error": plain(error), "limit": band["limit"], "result": result}
