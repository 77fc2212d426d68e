"""One pair of spectacles: its lenses and where their optical centres sit."""

from ..judgement import Judgement
from ..reading import Reading
from ..verdicts import worst
from .centres import judge_centres, judge_vertical_difference
from .powers import judge_lens
from .tolerance import DESIGNS

MOST_SPECTACLES = 500
SIDES = ("right", "left")


def judge_spectacles(judgement: Judgement, row: Reading) -> dict:
    """The figures of a pair; rows that could not be judged are absent. Raises RecordError."""
    design = row.choice("design", DESIGNS, required=True)
    figure = {"number": row.text("number"), "verdict": None}
    verdicts, ordered = [], []
    for side in SIDES:
        lens = row.part(side)
        if lens is not None:
            power, figure[side], verdict = judge_lens(judgement, lens, design)
            ordered.append(power)
            verdicts.append(verdict)
    strongest = max((power.strongest for power in ordered), default=None)
    figure |= judge_centres(judgement, row, design, strongest)
    figure |= judge_vertical_difference(judgement, row, design, strongest)
    verdicts += [figure[key]["result"] for key in ("centre_distance", "vertical_difference") if key in figure]
    verdicts += [side["result"] for side in figure.get("single_side", {}).values()]
    figure["verdict"] = worst(verdicts)
    return figure
