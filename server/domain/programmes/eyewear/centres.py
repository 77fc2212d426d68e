"""Optical centres: their distance against the pupils', each side by itself, and their difference in height.

Weak lenses are judged in prism dioptres, because a focimeter cannot find their centre: prism = cm times dioptres,
with the stronger meridian of the stronger lens.
"""

from dataclasses import dataclass
from fractions import Fraction

from ..bands import pick
from ..judgement import Judgement
from ..quantities import exact, plain
from ..reading import Reading
from ..verdicts import FAIL, passes
from .tolerance import PROGRESSIVE

SIDES = ("right", "left")
MM, PRISM = "mm", "prism"
FARTHEST = (0, 100)


@dataclass(frozen=True)
class Limit:
    """A limit in mm or in prism dioptres for lenses of the power `strongest`."""

    kind: str
    value: Fraction
    strongest: Fraction

    def of(self, millimetres: Fraction) -> Fraction:
        """A displacement in the unit of the limit."""
        return millimetres if self.kind == MM else millimetres / 10 * self.strongest

    def of_prism(self, prism: Fraction) -> Fraction:
        """A prismatic effect in the unit of the limit."""
        return prism if self.kind == PRISM else prism * 10 / self.strongest


def judge_centres(judgement: Judgement, row: Reading, design: str, strongest: Fraction | None) -> dict:
    """`centre_distance` for both sides, `single_side` for each; empty when they cannot be judged."""
    pd, centres = _distances(row, "pd"), _distances(row, "centres")
    sides = [side for side in SIDES if side in pd and side in centres]
    if not sides or not _covered(judgement, row, "centres", design, strongest):
        return {}
    limit = _limit(judgement, "centre_distance", strongest)
    off = {side: limit.of(centres[side] - pd[side]) for side in sides}
    half = Limit(limit.kind, limit.value * exact(judgement.rows("single_side")[0]["share"]), strongest)
    single = {
        side: _judge(judgement, "single_side", row.path(f"centres/{side}"), off[side], half) for side in sides
    }
    if len(sides) < len(SIDES):
        return {"single_side": single}
    total = _judge(judgement, "centre_distance", row.path("centres"), sum(off.values()), limit)
    return {"centre_distance": total, "single_side": single}


def judge_vertical_difference(
    judgement: Judgement, row: Reading, design: str, strongest: Fraction | None
) -> dict:
    """`vertical_difference`, given in `mm` or as `prism`; empty when it cannot be judged."""
    given = row.part("vertical_difference")
    if given is None:
        return {}
    millimetres = given.quantity("mm", signed=True, within=(-FARTHEST[1], FARTHEST[1]))
    prism = given.quantity("prism", signed=True, within=(-FARTHEST[1], FARTHEST[1]))
    if millimetres is None and prism is None:
        return {}
    if not _covered(judgement, row, "vertical_difference", design, strongest):
        return {}
    limit = _limit(judgement, "vertical_difference", strongest)
    use_prism = millimetres is None or (prism is not None and limit.kind == PRISM)
    deviation = limit.of_prism(prism) if use_prism else limit.of(millimetres)
    return {"vertical_difference": _judge(judgement, "vertical_difference", given.at, deviation, limit)}


def _distances(row: Reading, key: str) -> dict[str, Fraction]:
    given = row.part(key)
    if given is None:
        return {}
    return {side: given.quantity(side, within=FARTHEST) for side in SIDES if given.has(side)}


def _covered(judgement: Judgement, row: Reading, key: str, design: str, strongest: Fraction | None) -> bool:
    """Whether a table applies: part 1 of the standard does not cover progressive lenses."""
    if strongest is not None and design != PROGRESSIVE:
        return True
    judgement.find("centres_not_judged", row.path(key))
    return False


def _limit(judgement: Judgement, name: str, strongest: Fraction) -> Limit:
    row = pick(judgement.rows(name), strongest)
    return Limit(row["limit_kind"], exact(row["limit"]), strongest)


def _judge(judgement: Judgement, name: str, at: str, deviation: Fraction, limit: Limit) -> dict:
    result = passes(abs(deviation) <= limit.value)
    if result == FAIL:
        values = {"deviation": deviation, "limit": limit.value, "limit_kind": limit.kind}
        judgement.find(f"{name}_out", at, table=name, **values)
    return {
        "limit_kind": limit.kind,
        "limit": plain(limit.value),
        "deviation": plain(deviation),
        "result": result,
    }
