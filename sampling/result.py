"""`result.json`: the seed, the teams, and the drawn objects in order of visits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from itertools import tee
from typing import Any

from . import canonical
from .lists import Pair
from .notes import DrawError
from .rule import Rule, check_fields
from .selection import Pick, select
from .teams import Teams, assign, form_teams

FILE = "result.json"


@dataclass(frozen=True)
class Drawn:
    """A drawn object: its place in the order of visits (from 1), and its team (from 1) or None.

    Without a team the object is to be staffed by the superior authority.
    """

    order: int
    object: str
    stratum: str
    ticket: str
    team: int | None


@dataclass(frozen=True)
class Result:
    """What a draw yields."""

    commitment: str
    seed: str
    teams: Teams
    drawn: tuple[Drawn, ...]

    @property
    def json(self) -> bytes:
        """The file: canonical JSON."""
        return b"".join(json_parts(self.commitment, self.seed, self.teams, self.drawn))


def json_parts(commitment: str, seed: str, teams: Teams, drawn: Iterable[Drawn]) -> Iterator[bytes]:
    """The file in parts, so that millions of entries need not be in memory at once."""
    yield b'{"commitment":%b,"drawn":[' % canonical.serialise(commitment, FILE)
    between = b""
    for entry in drawn:
        yield between + canonical.serialise(asdict(entry), FILE)
        between = b","
    yield b'],"seed":%b,"teams":%b}' % (canonical.serialise(seed, FILE), canonical.serialise(teams, FILE))


def compute(
    commitment: str, seed: str, rule: Rule, frame: list[Pair], roster: list[Pair], recusals: list[Pair]
) -> Result:
    """The result that follows from the seed and the lists: a pure function, the draw itself."""
    teams = form_teams(seed, roster, rule.team_size)
    return Result(commitment, seed, teams, tuple(visits(select(frame, seed, rule.sample), teams, recusals)))


def visits(picks: Iterable[Pick], teams: Teams, recusals: Iterable[Pair]) -> Iterator[Drawn]:
    """The entries of the drawn objects, given in order of visits, each with its team."""
    ahead, behind = tee(picks)
    for order, (pick, team) in enumerate(zip(ahead, assign(behind, teams, recusals), strict=True), 1):
        yield Drawn(order, pick.object, pick.stratum, pick.ticket, team)


def parse_result(data: bytes) -> Result:
    """The result in a result.json; DrawError unless it is canonical and has the fields of the protocol.

    Whether it is the right result is not asked here.
    """
    value = canonical.parse(data, FILE)
    if not isinstance(value, dict):
        raise DrawError("json_object_expected", FILE)
    check_fields(value, {field.name for field in fields(Result)}, FILE)
    for name in ("commitment", "seed"):
        _expect(isinstance(value[name], str), name)
    return Result(value["commitment"], value["seed"], _teams(value["teams"]), _drawn(value["drawn"]))


def _teams(value: Any) -> Teams:
    _expect(isinstance(value, list) and all(isinstance(team, list) for team in value), "teams")
    _expect(all(isinstance(name, str) for team in value for name in team), "teams")
    return tuple(tuple(team) for team in value)


def _drawn(value: Any) -> tuple[Drawn, ...]:
    _expect(isinstance(value, list), "drawn")
    return tuple(_entry(entry, f"drawn[{number}]") for number, entry in enumerate(value, 1))


def _entry(value: Any, at: str) -> Drawn:
    _expect(isinstance(value, dict), at)
    check_fields(value, {field.name for field in fields(Drawn)}, f"{FILE}: {at}")
    _expect(all(isinstance(value[name], str) for name in ("object", "stratum", "ticket")), at)
    _expect(_is_number(value["order"]) and (value["team"] is None or _is_number(value["team"])), at)
    return Drawn(**value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _expect(sound: bool, at: str) -> None:
    if not sound:
        raise DrawError("result_shape", f"{FILE}: {at}")
