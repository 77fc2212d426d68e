"""What a plan would mean with the registers as they are now, before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from server.domain import plans as arithmetic
from server.domain import rosters, sizes, strata
from server.domain.plans import Stratum
from server.domain.problems import Problem
from server.domain.rosters import Roster
from server.domain.strata import Overlap
from server.services import plans
from server.store import plans_queries
from server.store.plans import Plan
from server.web import edge, problems
from server.web.database import db


@dataclass
class Preview:
    """``faults`` are words by field; what could not be computed because of them is empty. ``each`` is what one
    inspector can expect; ``capped`` objects have had their visits of the year, ``near`` ones will with one more;
    ``qualified`` counts active inspectors by programme."""

    programmes: list[str] = field(default_factory=list)
    qualified: dict[str, int] = field(default_factory=dict)
    strata: list[Stratum] = field(default_factory=list)
    roster: Roster | None = None
    teams: int = 0
    visits: tuple[int, int] = (0, 0)
    each: Decimal = Decimal(0)
    spare: int = 0
    why_spare: str = ""
    capped: list[tuple[Any, int]] = field(default_factory=list)
    near: list[tuple[Any, int]] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def objects(self) -> int:
        """All objects in the strata."""
        return sum(stratum.objects for stratum in self.strata)

    @property
    def sample(self) -> int:
        """All objects to be drawn."""
        return sum(stratum.sample for stratum in self.strata)

    @property
    def overlap(self) -> list[Overlap]:
        """The objects of a joint plan by the programmes that they come under; nothing of another plan."""
        found = ((one.name, one.objects, one.sample) for one in self.strata)
        return strata.overlaps(found, self.programmes) if len(self.programmes) > 1 else []

    @property
    def margins(self) -> list[tuple[str, str]]:
        """For each programme, to within how many per cent the share of all its objects will be told."""
        by_name = {one.name: one for one in self.strata}
        frame = {name: one.objects for name, one in by_name.items()}
        found = (
            (
                code,
                sizes.margin(
                    (count, by_name[name].sample) for name, count in strata.under(frame, code).items()
                ),
            )
            for code in self.programmes
        )
        return [(code, arithmetic.percent(str(margin))) for code, margin in found if margin is not None]


def of(plan: Plan) -> Preview:
    """Return the preview of a plan, stored or not."""
    preview = Preview(programmes=list(plan.programmes))
    try:
        preview.strata = plans.strata_of(db.session(), plan)
    except Problem as problem:
        preview.faults |= problems.by_field(problem)
    preview.roster = plans.roster_of(db.session(), plan, edge.today())
    people = preview.roster.drawable
    preview.qualified = plans_queries.qualified(db.session(), preview.programmes)
    try:
        preview.teams = plans.check_teams(preview.roster, plan.team_size)
        preview.visits = arithmetic.visits_per_team(preview.sample, preview.teams)
        preview.each = arithmetic.visits_per_inspector(preview.sample, plan.team_size, len(people))
        preview.spare = len(people) - preview.teams * plan.team_size
        preview.why_spare = rosters.why_spare(preview.roster.leads, len(people), plan.team_size)
    except Problem as problem:
        preview.faults |= problems.by_field(problem)
    visited = _visited(plan)
    preview.capped = [(row, count) for row, count in visited if count >= plan.yearly_cap]
    preview.near = [(row, count) for row, count in visited if count < plan.yearly_cap]
    return preview


def _visited(plan: Plan) -> list[tuple[Any, int]]:
    zone = ZoneInfo(edge.settings().time_zone)
    begin, end = (datetime(year, 1, 1, tzinfo=zone) for year in (plan.first.year, plan.first.year + 1))
    cap = max(1, plan.yearly_cap - 1)
    return plans_queries.near_cap(db.session(), list(plan.programmes), cap, begin, end)
