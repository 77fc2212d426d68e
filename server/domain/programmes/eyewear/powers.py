"""Power, cylinder, axis and addition of one lens against the tolerances."""

from fractions import Fraction

from ..judgement import Judgement
from ..quantities import exact, plain
from ..reading import Reading
from ..verdicts import FAIL, NOT_JUDGED, UNDETERMINED, passes, worst
from .lens import Power, between, read_measured, read_ordered
from .tolerance import addition_row, axis_row, power_row, table


def judge_lens(judgement: Judgement, lens: Reading, design: str) -> tuple[Power, dict, str]:
    """The ordered power, the figures of the lens and its verdict. Raises RecordError.

    A lens that was ordered but not measured, or without the sphere, cylinder, axis or addition that was ordered, is
    undetermined unless something that was measured already fails.
    """
    ordered = read_ordered(lens)
    measured = read_measured(lens, ordered)
    figure, missing = _tolerances(judgement, ordered, design), False
    if measured is None:
        judgement.find("measurement_missing", lens.path("measured"))
        return ordered, figure, UNDETERMINED
    judges = [_judge_power, _judge_axis, _judge_addition]
    if measured.missing:
        judgement.find("measurement_missing", lens.path(f"measured/{measured.missing}"))
        judges, missing = [_judge_addition], True
    else:
        measured = measured.like(ordered)
    for judge in judges:
        missing |= judge(judgement, lens, design, ordered, measured, figure)
    results = [figure[name] for name in ("power", "axis", "add") if name in figure]
    return ordered, figure, worst([*results, UNDETERMINED if missing else NOT_JUDGED])


def _tolerances(judgement: Judgement, ordered: Power, design: str) -> dict:
    row = power_row(judgement, design, ordered.strongest, ordered.cyl)
    figure = {
        "max_abs_meridian": plain(ordered.strongest),
        "meridian_tolerance": row["meridian"],
        "cylinder_tolerance": row["cylinder"],
    }
    axis = axis_row(judgement, design, ordered.cyl) if ordered.cyl else None
    if axis is not None:
        figure["axis_tolerance"] = axis["degrees"]
    if ordered.add is not None:
        figure["add_tolerance"] = addition_row(judgement, design, ordered.add)["addition"]
    return figure


def _judge_power(
    judgement, lens: Reading, design: str, ordered: Power, measured: Power, figure: dict
) -> bool:
    """Both meridians and the cylinder must be within tolerance; nothing is missing."""
    pairs = zip(measured.meridians, ordered.meridians, strict=True)
    deviations = [got - wanted for got, wanted in pairs]
    cylinder = measured.cyl - ordered.cyl
    worst_meridian = max(deviations, key=abs)
    meridians_ok = abs(worst_meridian) <= exact(figure["meridian_tolerance"])
    cylinder_ok = abs(cylinder) <= exact(figure["cylinder_tolerance"])
    at = lens.path("measured")
    if not meridians_ok:
        values = {"deviation": worst_meridian, "tolerance": figure["meridian_tolerance"]}
        judgement.find("power_out", at, table=table("power", design), **values)
    if not cylinder_ok:
        values = {"deviation": cylinder, "tolerance": figure["cylinder_tolerance"]}
        judgement.find("cylinder_out", at, table=table("power", design), **values)
    figure |= {
        "meridian_deviations": [plain(deviation) for deviation in deviations],
        "cylinder_deviation": plain(cylinder),
        "power": passes(meridians_ok and cylinder_ok),
    }
    return False


def _judge_axis(judgement, lens: Reading, design: str, ordered: Power, measured: Power, figure: dict) -> bool:
    """Whether an axis that ought to be judged is missing."""
    if "axis_tolerance" not in figure:
        return False
    for power, key in ((ordered, "ordered"), (measured, "measured")):
        if power.axis is None:
            judgement.find("axis_missing", f"{lens.path(key)}/axis")
            return True
    tolerance, deviation = exact(figure["axis_tolerance"]), between(measured.axis, ordered.axis)
    figure |= {"axis_deviation": plain(deviation), "axis": passes(deviation <= tolerance)}
    if figure["axis"] == FAIL:
        values = {"deviation": deviation, "tolerance": tolerance}
        judgement.find("axis_out", lens.path("measured/axis"), table=table("axis", design), **values)
    return False


def _judge_addition(judgement, lens, design: str, ordered: Power, measured: Power, figure: dict) -> bool:
    """Whether an addition that was ordered was not measured."""
    if ordered.add is None:
        return False
    if measured.add is None:
        judgement.find("addition_missing", lens.path("measured/add"))
        return True
    tolerance: Fraction = exact(figure["add_tolerance"])
    deviation = measured.add - ordered.add
    figure |= {"add_deviation": plain(deviation), "add": passes(abs(deviation) <= tolerance)}
    if figure["add"] == FAIL:
        values = {"deviation": deviation, "tolerance": tolerance}
        judgement.find("addition_out", lens.path("measured/add"), table=table("addition", design), **values)
    return False
