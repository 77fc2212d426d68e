"""How a campaign goes: published, drawn, visited, reviewed, published; and what happens beside the rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from itertools import count, groupby
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.demo import cases, readings
from server.demo.calendar import Calendar
from server.demo.campaigns import Campaign
from server.demo.office import Office
from server.demo.tablet import Tablet
from server.demo.visits import FAULTY_ONE_IN, Visit, conduct
from server.domain.deadlines import after, is_working
from server.store.assignments import Assignment
from server.store.calendar import working_days
from server.store.draws import Draw
from server.store.plans import Plan

#: Every fifth visit enters the readings of a published case, as long as there are any.
CASE_EVERY = 5


class Stories:
    """Enters the campaigns into the calendar and carries them out."""

    def __init__(
        self,
        office: Office,
        calendar: Calendar,
        tablets: Mapping[str, Tablet],
        second_tablet: Callable[[str], Tablet],
        chance: Random,
    ) -> None:
        self.second_tablet = second_tablet
        self.office, self.calendar, self.tablets, self.chance = office, calendar, tablets, chance
        self.clock = office.clock
        with Session(office.engine) as session:
            self.working = working_days(session)
        self._cases = {row["programme"]: _of(row["programme"]) for row in cases.known()}
        self._visits = count(1)
        #: What happens instead of an ordinary visit: the story of the campaign and the number of the visit in it.
        self._unusual = {
            ("closed", 0): self._closed,
            ("returned", 9): self._returned,
            ("conflict", 2): self._disagreeing,
            ("conflict", 5): self._interrupted,
        }

    def enter(self, campaign: Campaign, day: date, last: date) -> None:
        """Enter a campaign that is drawn on ``day`` and whose plan ends on ``last``."""
        plan: list[Plan] = []
        self._at(day - timedelta(days=14), 10, lambda: plan.append(self.plan(campaign, day, last)))
        self._at(day, 9, lambda: self._draw(campaign, day, plan[0]))

    def plan(self, campaign: Campaign, first: date, last: date) -> Plan:
        """Publish the plan of a campaign."""
        return self.office.plan(
            f"{first.year}年{campaign.title}",
            [campaign.programme, *campaign.beside],
            first,
            last,
            sample=campaign.sample or [{"division": "*", "risk_class": "*", "number": campaign.each}],
            taking_part=campaign.taking_part,
            second_stage=campaign.second_stage,
            basis="年度抽查计划",
        )

    def working_day(self, day: date, days: int = 0) -> date:
        """Return the day that lies so many working days after ``day``; 0: the day itself or the next worked."""
        while not is_working(day, self.working):
            day += timedelta(days=1)
        return after(day, days, self.working).day if days else day

    def worked_before(self, day: date) -> date:
        """Return the last working day before ``day``."""
        day -= timedelta(days=1)
        while not is_working(day, self.working):
            day -= timedelta(days=1)
        return day

    def _draw(self, campaign: Campaign, day: date, plan: Plan) -> None:
        if campaign.story == "void":
            self._void(plan)
        draw = self.office.commit(plan)
        self.office.throw(draw)
        self.office.draw(draw)
        following = self.working_day(day, 1)
        if campaign.story == "substitute":
            self._at(following, 8, lambda: self._substitute(draw))
        self._at(following, 8, lambda: self._visits_of(campaign, draw, following))
        self._at(self.working_day(day, 15), 16, lambda: self.office.open(draw))

    def _visits_of(self, campaign: Campaign, draw: Draw, day: date) -> None:
        """Spread the visits over the next seven working days, at most one in two hours for a team."""
        number = count()
        for tablet in self.tablets.values():
            mine = [row for row in tablet.assignments() if row["draw"]["id"] == draw.id]
            for _object, records in groupby(mine, key=lambda row: row["object"]["id"]):
                n = next(number)
                at = self.working_day(day, n % 7), 9 + 2 * (n // 7 % 4)
                minute = self.chance.randrange(50)
                for later, assignment in enumerate(records):
                    self._at(*at, self._visit(campaign, tablet, assignment, n), minute + 5 * later)

    def _visit(
        self, campaign: Campaign, tablet: Tablet, assignment: Mapping[str, Any], n: int
    ) -> Callable[[], None]:
        carry_out = self._unusual.get((campaign.story, n), self._ordinary)

        def event() -> None:
            day = self.clock().astimezone(self.clock.zone).date()
            carry_out(tablet, assignment, day)
            if n % 10 < campaign.reviewed:
                self._review(campaign, assignment["inspection"], day, n)

        return event

    def _ordinary(self, tablet: Tablet, assignment: Mapping[str, Any], day: date) -> None:
        conduct(tablet, self.clock, self.chance, assignment, day, self._record(assignment, day))

    def _record(self, assignment: Mapping[str, Any], day: date) -> dict[str, Any]:
        faulty = self.chance.randrange(FAULTY_ONE_IN) == 0
        record = readings.of(assignment["programme"]).record(self.chance, assignment, day, faulty)
        waiting = self._cases.get(assignment["programme"], [])
        if next(self._visits) % CASE_EVERY == 0 and waiting:
            with_case = cases.merged(record, waiting[0])
            if with_case is not None:
                waiting.pop(0)
                return with_case
        return record

    def _review(self, campaign: Campaign, inspection: str, day: date, n: int) -> None:
        reviewed = self.working_day(day, 2 + n % 5)
        self._at(reviewed, 10, lambda: self.office.approve(inspection), n % 50)
        self._at(self.working_day(reviewed, 1 + n % 3), 15, lambda: self.office.publish(inspection), n % 50)
        if campaign.story == "correct" and n == 0:
            self._at(self.working_day(day, 20), 11, lambda: self._correct(inspection))

    def _at(self, day: date, hour: int, event: Callable[[], Any], minute: int = 0) -> None:
        at = datetime.combine(day, time(hour, minute), self.clock.zone)
        self.calendar.enter(at, event)

    def _void(self, plan: Plan) -> None:
        draw = self.office.commit(plan)
        self.clock.forward(minutes=6)
        self.office.void(draw, "投影设备中断，见证人未能核对承诺值，本次抽取作废，重新封存")
        self.clock.forward(minutes=20)

    def _substitute(self, draw: Draw) -> None:
        with Session(self.office.engine) as session:
            query = select(Assignment.id).where(Assignment.draw_id == draw.id).order_by(Assignment.order)
            chosen = session.scalars(query.limit(1)).one()
        self.office.substitute(chosen, "该单位已停业，现场无法检查")

    def _closed(self, tablet: Tablet, assignment: Mapping[str, Any], day: date) -> None:
        visit = Visit(tablet, self.clock, assignment)
        visit.add("start", {"date": day.isoformat()})
        visit.add("not_possible", {"reason": "closed", "note": "大门上锁，周边商户称已停业"})
        visit.send()

    def _returned(self, tablet: Tablet, assignment: Mapping[str, Any], day: date) -> None:
        """The supervisor sends the record back; an entry that the tablet still held arrives too late for it."""
        self._ordinary(tablet, assignment, day)
        late = self.working_day(day, 2)
        reason = "皮重只记录了两件，请按规定补充后重新提交"
        self._at(late, 10, lambda: self.office.send_back(assignment["inspection"], reason))
        self._at(late, 15, lambda: self._too_late(tablet, assignment))

    def _too_late(self, tablet: Tablet, assignment: Mapping[str, Any]) -> None:
        body = {"path": ["product", "batch"], "value": "2026-A"}
        tablet.send([tablet.entry(assignment, self.clock(), "set", body)], expected="failed")

    def _disagreeing(self, tablet: Tablet, assignment: Mapping[str, Any], day: date) -> None:
        """Both inspectors of a team enter the same weighing, and differ."""
        member = next(row["certificate"] for row in assignment["team"] if not row["lead"])
        visit = Visit(self.second_tablet(member), self.clock, assignment)
        visit.add("start", {"date": day.isoformat()})
        path = ["instruments", "@001", "weighings", "@004", "indication"]
        most = readings.of(assignment["programme"]).chosen(assignment)[0]["max"]
        visit.add("set", {"path": path, "value": str(int(most) - 15)})
        visit.tablet.send(visit.entries)
        self._ordinary(tablet, assignment, day)
        visit.send()

    def _interrupted(self, tablet: Tablet, assignment: Mapping[str, Any], day: date) -> None:
        """The network went in the middle of a visit: the tablet still holds the rest."""
        visit = Visit(tablet, self.clock, assignment)
        visit.add("start", {"date": day.isoformat()})
        visit.add("set", {"path": ["date"], "value": day.isoformat()})
        tablet.send(visit.entries, unsent=23)

    def _correct(self, inspection: str) -> None:
        self.office.correct(inspection, "open_matter", "复核发现原结果类别选择有误，现予更正")


def _of(programme: str) -> list[dict[str, Any]]:
    return [row for row in cases.known() if row["programme"] == programme]
