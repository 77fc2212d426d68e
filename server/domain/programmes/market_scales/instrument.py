"""One scale: plate, verification, seal, zero, weighings, eccentricity, repeatability, discrimination, keys, price."""

from fractions import Fraction

from ..checklist import judge_checklist
from ..judgement import Judgement
from ..quantities import exact, plain
from ..reading import Reading
from ..verdicts import FAIL, NOT_JUDGED, PASS, UNDETERMINED, worst
from ..verification import judge_verification
from .discrimination import judge_discrimination
from .plate import judge_plate
from .price import judge_price
from .repeatability import judge_repeatability
from .scale import IN_SERVICE, Scale, read_scale
from .weighing import NO_ERROR, Span, Weighing, read_weighing
from .weights import Weights

MOST_INSTRUMENTS = 2_000
MOST_ROWS = 200
_ROWS = ("weighings", "eccentricity", "discrimination", "key_test", "price")
SEALS = {"intact": PASS, "broken": FAIL, "missing": FAIL}


def judge_instrument(judgement: Judgement, instrument: Reading, stage: str, weights: Weights) -> dict:
    """The figures of one instrument row; its verdict is the worst of its parts. Raises RecordError."""
    scale = read_scale(instrument)
    judge_plate(judgement, scale)
    zero, zero_figure = _judge_zero(judgement, instrument, scale)
    tests = {name: _read(judgement, instrument, name, scale, zero) for name in ("weighings", "eccentricity")}
    repeated = _read(judgement, instrument, "repeatability", scale, zero)
    keyed = _read(judgement, instrument, "key_test", scale, zero)
    figures = {
        "serial": instrument.text("serial"),
        "verdict": NOT_JUDGED,
        "zero": zero_figure,
        **{name: _judge_rows(judgement, scale, stage, rows) for name, rows in tests.items()},
        "repeatability": judge_repeatability(judgement, scale, stage, repeated),
        "discrimination": judge_discrimination(judgement, instrument, scale),
        "key_test": _judge_keys(judgement, instrument, scale, stage, keyed),
        "price": judge_price(judgement, instrument),
    }
    for row, figure in zip(instrument.rows("eccentricity", MOST_ROWS), figures["eccentricity"], strict=True):
        figure["position"] = row.text("position")
    checks = [  # one that is being verified need not have a verification yet
        judge_verification(judgement, instrument, required=stage == IN_SERVICE),
        _judge_seal(judgement, instrument),
        weights.judge(judgement, scale, stage, [*tests["weighings"], *tests["eccentricity"], *repeated]),
        judge_checklist(judgement, instrument, "instrument"),
    ]
    figures["verdict"] = worst([*_results(figures), *checks])
    return figures


def _read(judgement, instrument: Reading, name: str, scale: Scale, zero: Span) -> list[Weighing]:
    return [read_weighing(judgement, row, scale, zero) for row in instrument.rows(name, MOST_ROWS)]


def _judge_zero(judgement: Judgement, instrument: Reading, scale: Scale) -> tuple[Span, dict | None]:
    """The limit of 0.25 e belongs to the zero-setting device and is the same at every stage."""
    row = instrument.part("zero")
    if row is None:
        return NO_ERROR, None
    error = read_weighing(judgement, row, scale).error
    limit = exact(judgement.rows("zero")[0]["limit_e"]) * scale.e
    result = error.judged(limit)
    if result == FAIL:
        values = {"error": error.text(), "limit": limit, "unit": scale.unit}
        judgement.find("zero_error_exceeds", row.at, table="zero", **values)
    elif result == UNDETERMINED:
        judgement.find("changeover_needed", row.at, interval=error.text(), limit=limit, unit=scale.unit)
    shown = plain(error.low) if error.known else None
    return error, {"error": shown, "limit": plain(limit), "result": result}


def _judge_rows(judgement: Judgement, scale: Scale, stage: str, rows: list[Weighing]) -> list[dict]:
    figures = []
    for weighing in rows:
        limit = scale.mpe(judgement, weighing.load, stage)
        figures.append(weighing.figure(limit, _judge_weighing(judgement, scale, weighing, limit)))
    return figures


def _judge_weighing(judgement, scale: Scale, weighing: Weighing, limit: Fraction | None) -> str:
    result = weighing.corrected.judged(limit)
    values = {"load": weighing.load, "unit": scale.unit}
    if result == FAIL:
        values |= {"error": weighing.corrected.text(), "mpe": limit}
        judgement.find("error_exceeds_mpe", weighing.at, table="mpe", **values)
    elif result == UNDETERMINED:
        interval = weighing.corrected.text()
        judgement.find("changeover_needed", weighing.at, interval=interval, limit=limit, unit=scale.unit)
    return result


def _judge_keys(judgement, instrument: Reading, scale: Scale, stage: str, rows: list[Weighing]) -> list[dict]:
    """With a standard weight on the pan no key may move the indication out of the limit."""
    figures = []
    given = instrument.rows("key_test", MOST_ROWS)
    for row, weighing in zip(given, rows, strict=True):
        keys = row.text("keys")
        limit = scale.mpe(judgement, weighing.load, stage)
        result = weighing.corrected.judged(limit)
        if result == FAIL:
            values = {"keys": keys or "", "load": weighing.load, "indication": weighing.indication}
            judgement.find("suspected_cheating", weighing.at, **values, unit=scale.unit)
        figures.append({"keys": keys, **weighing.figure(limit, result)})
    return figures


def _judge_seal(judgement: Judgement, instrument: Reading) -> str:
    seal = instrument.choice("seal", SEALS)
    if seal is None:
        return NOT_JUDGED
    if SEALS[seal] == FAIL:
        judgement.find(f"seal_{seal}", instrument.path("seal"))
    return SEALS[seal]


def _results(figures: dict) -> list[str]:
    single = [figures[name] for name in ("zero", "repeatability") if figures[name]]
    rows = [row for name in _ROWS for row in figures[name]]
    return [figure["result"] for figure in [*single, *rows]]
