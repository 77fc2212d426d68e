"""The look-back 回头看 of the city: the earliest failed outcomes of a programme, drawn, visited and published again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from server.demo import readings
from server.demo.campaigns import Campaign
from server.demo.chance import repeatable, stream
from server.demo.stories import Stories
from server.services import look_backs, plans
from server.store import look_backs as stored
from server.store.plans import Plan

#: No more findings are gone back to; the others stay in the list.
MOST = 6


class LookBacks(Stories):
    """A campaign that goes back to findings: the first that is visited was not corrected, the others were."""

    _corrected = False
    _secrets: Random

    def enter(self, campaign: Campaign, day: date, last: date) -> None:
        """Enter a look-back that is drawn on ``day`` and whose plan ends on ``last``."""
        self._secrets = stream("look_backs/secrets")
        self._at(day - timedelta(days=14), 10, lambda: self._begin(campaign, day, last))

    def _begin(self, campaign: Campaign, day: date, last: date) -> None:
        with self.office.work() as (session, *_):
            found = [
                row.inspection_id
                for row in session.scalars(stored.findings("open", campaign.programme).limit(MOST))
            ]
        if found:
            plan = self._planned(campaign, found, day, last)
            self._at(day, 9, lambda: self._draw(campaign, day, plan))

    def _planned(self, campaign: Campaign, found: list[str], first: date, last: date) -> Plan:
        with self.office.work() as unit:
            plan = look_backs.plan(
                *unit,
                inspection_ids=found,
                title=f"{first.year}年{campaign.title}",
                authority=self.office.settings.authority,
                first=first,
                last=last,
                basis="年度抽查计划",
            )
            return plans.publish(*unit, plan_id=plan.id, version=plan.version)

    def _record(self, assignment: Mapping[str, Any], day: date) -> dict[str, Any]:
        """Everything is in order by now, but for what was not put right at the first visit."""
        record = readings.of(assignment["programme"]).record(self.chance, assignment, day, False)
        state = "corrected" if self._corrected else "not_corrected"
        self._corrected = True
        earlier = next(one for one in assignment["earlier"] if one["inspection"] in assignment["look_back"])
        items = dict.fromkeys(earlier["ordered"], state)
        return {**record, "look_back": {"of": earlier["inspection"], "items": items}}

    def _at(self, day: date, hour: int, event: Callable[[], Any], minute: int = 0) -> None:
        def apart() -> None:
            with repeatable(self._secrets):
                event()

        super()._at(day, hour, apart, minute)
