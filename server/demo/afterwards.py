"""What comes after the findings, and beside the plans: entered into the calendar by days before today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy import select

from server.demo import businesses, campaigns, complaints
from server.demo.calendar import Calendar
from server.demo.chance import repeatable, stream
from server.demo.findings import untouched
from server.demo.handovers import Handovers, Paper
from server.demo.look_backs import LookBacks
from server.demo.office import Office
from server.demo.rectifications import Rectifications
from server.demo.stories import Stories
from server.services import publication_times
from server.store.inspections import Inspection

#: Working days after today on which a result is published by itself.
SET_FOR = 3


class Afterwards:
    """Everything here has its own chance, so that the year of campaigns is the same with it and without."""

    def __init__(
        self, office: Office, stories: Stories, calendar: Calendar, today: date, paper: Paper
    ) -> None:
        self.office = Office(
            office.engine, office.settings, office.clock, (office.actor, office.second), stream("afterwards")
        )
        self.stories, self.calendar, self.today = stories, calendar, today
        self.handovers = Handovers(self.office, today, paper)
        self._secrets = stream("afterwards/secrets")

    def enter(self) -> None:
        """Enter everything."""
        self._look_back()
        Rectifications(self.office, self.today, self._at).enter()
        self._hand_over()
        self._businesses()
        for n in range(len(complaints.COMPLAINTS)):
            self._at(90 - 16 * n, 11, n, partial(complaints.enter, self.office, n))
        eve = (self.today - self.stories.worked_before(self.today)).days
        self._at(eve, 16, 0, self._propose)
        self._at(eve, 17, 0, self._set_time)

    def _look_back(self) -> None:
        day = self.stories.working_day(self.today - timedelta(days=campaigns.LOOK_BACK.starts))
        stories = self.stories
        look_backs = LookBacks(
            self.office, self.calendar, stories.tablets, stories.second_tablet, stream("look_backs")
        )
        look_backs.enter(campaigns.LOOK_BACK, day, day + timedelta(days=60))

    def _hand_over(self) -> None:
        made = self.handovers
        self._at(130, 10, 0, made.case)
        self._at(118, 10, 0, made.take_up_case)
        self._at(76, 10, 0, made.penalty)
        self._at(60, 16, 0, made.conclude_case)
        self._at(19, 11, 0, made.other)
        self._at(9, 11, 0, made.take_up_other)

    def _businesses(self) -> None:
        self._at(44, 9, 0, lambda: self._then(businesses.object_to, 26, businesses.answer))
        self._at(38, 9, 0, lambda: self._then(partial(businesses.reply, n=0), 33, businesses.release))
        self._at(14, 9, 0, partial(businesses.rate, self.office))
        self._at(4, 9, 0, partial(businesses.reply, self.office, 1))

    def _then(
        self, first: Callable[[Office], str], days: int, following: Callable[[Office, str], None]
    ) -> None:
        made = first(self.office)
        if made:
            self._at(days, 14, 0, partial(following, self.office, made))

    def _propose(self) -> None:
        """Propose another result for a finding; it waits for the second supervisor."""
        with self.office.work() as (session, *_):
            chosen = next((one.id for one in untouched(session, "open_matter")), None)
        if chosen:
            reason = "现场已当场责令改正，原选的结果类别有误，现予更正"
            self.office.propose(chosen, "ordered_to_correct", reason)

    def _set_time(self) -> None:
        """Approve one of the records with the most time left, and set when its result is published."""
        zone = self.office.clock.zone
        day = self.stories.working_day(self.today, SET_FOR)
        with self.office.work() as (session, *_):
            query = (
                select(Inspection.id)
                .where(Inspection.state == "in_review", Inspection.verdict == "pass")
                .where(Inspection.conflicts == 0, Inspection.last_day >= day)
                .order_by(Inspection.last_day.desc(), Inspection.id)
            )
            chosen = session.scalars(query.limit(1)).first()
        if chosen is None:
            return
        self.office.approve(chosen)
        at = datetime.combine(day, time(9), zone)
        with self.office.work() as unit:
            publication_times.set_time(*unit, inspection_id=chosen, at=at, zone=zone)

    def _at(self, days: int, hour: int, minute: int, event: Callable[[], None]) -> None:
        """Enter an event on a working day: the one so many days before today, or the next."""
        day = self.stories.working_day(self.today - timedelta(days=days))

        def apart() -> None:
            with repeatable(self._secrets):
                event()

        self.calendar.enter(datetime.combine(day, time(hour, minute), self.office.clock.zone), apart)
