"""Teams: inspectors in ticket order are dealt out to leads; objects go to the team with the fewest so far."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from .lists import LEAD, Pair
from .notes import DrawError
from .selection import Pick
from .tickets import derive, ticket, ticketed

Teams = tuple[tuple[str, ...], ...]


def team_count(roster: Sequence[Pair], team_size: int) -> int:
    """K = min(L, (L + M) div m): the number of teams that L leads and M members make with team size m."""
    leads = sum(role == LEAD for _, role in roster)
    return min(leads, len(roster) // team_size)


def check_team_count(roster: Sequence[Pair], team_size: int) -> int:
    """K, or DrawError when no team can be formed."""
    count = team_count(roster, team_size)
    if count == 0:
        leads = sum(role == LEAD for _, role in roster)
        raise DrawError("inspectors_few", "roster", leads=leads, inspectors=len(roster), size=team_size)
    return count


def form_teams(seed: str, roster: Sequence[Pair], team_size: int) -> Teams:
    """The teams, each with its lead first and then members in ticket order; DrawError when there is none."""
    count = check_team_count(roster, team_size)
    roles = dict(roster)
    order = [name for _, name in sorted(ticketed(derive(seed, "teams"), roles))]
    leads = [name for name in order if roles[name] == LEAD][:count]
    leading = set(leads)
    pool = [name for name in order if name not in leading]
    width = team_size - 1
    return tuple((lead, *pool[k * width : (k + 1) * width]) for k, lead in enumerate(leads))


def spare_inspectors(roster: Sequence[Pair], teams: Teams) -> list[str]:
    """The inspectors who are in no team, in the order of the roster."""
    busy = {name for team in teams for name in team}
    return [name for name, _ in roster if name not in busy]


def team_for(
    object_id: str, object_ticket: str, *, teams: Teams, recusals: Collection[Pair], loads: Sequence[int]
) -> int | None:
    """The number (from 1) of the team that takes an object, or None when every team has a recused member.

    `loads[k - 1]` is the number of objects that team k has so far. Among the teams without a recused member
    the one with the fewest objects is taken; ties go to the lowest ticket(object's ticket, team number).
    """
    conflicted = {inspector for inspector, about in recusals if about == object_id}
    return _choose(object_ticket, teams, conflicted, loads)


def assign(picks: Iterable[Pick], teams: Teams, recusals: Iterable[Pair]) -> Iterator[int | None]:
    """The team of each drawn object, handed out in the order of `picks` (the order of visits)."""
    conflicts: dict[str, set[str]] = {}
    for inspector, about in recusals:
        conflicts.setdefault(about, set()).add(inspector)
    loads = [0] * len(teams)
    for pick in picks:
        team = _choose(pick.ticket, teams, conflicts.get(pick.object, frozenset()), loads)
        if team is not None:
            loads[team - 1] += 1
        yield team


def _choose(
    object_ticket: str, teams: Teams, conflicted: AbstractSet[str], loads: Sequence[int]
) -> int | None:
    free = [number for number, team in enumerate(teams, 1) if not conflicted or conflicted.isdisjoint(team)]
    if not free:
        return None
    fewest = min(loads[number - 1] for number in free)
    tied = [number for number in free if loads[number - 1] == fewest]
    return min(tied, key=lambda number: (ticket(object_ticket, str(number)), number))
