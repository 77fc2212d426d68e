"""The city, built from nothing: registers, accounts, a year of campaigns, and what is due today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from server.app import create_app
from server.config import Settings
from server.demo import campaigns, logins, people, registers
from server.demo.afterwards import Afterwards
from server.demo.calendar import Calendar
from server.demo.campaigns import Campaign
from server.demo.chance import repeatable, stream
from server.demo.clock import Clock
from server.demo.logins import Login
from server.demo.office import Office
from server.demo.stories import Stories
from server.demo.tablet import Tablet
from server.documents.papers import pdf
from server.domain.permissions import INSPECTOR
from server.services import calendar, users
from server.services.actors import Actor
from server.store.engine import writing
from server.store.inspections import Inspection
from server.store.users_queries import inspector
from server.web.database import db
from server.web.papers import on_site_records

#: Days before today on which instruments got new certificates.
RENEWED = (280, 195, 110, 20)
Tell = Callable[[str], None]


def build(settings: Settings, today: date, tell: Tell = lambda _: None, *, hasty: bool = False) -> None:
    """Build the city in the empty, migrated database of ``settings`` as it is on the morning of ``today``.

    The same day gives the same city. ``tell`` hears what is being made. ``hasty``: an SQLite file that is used only
    once it is whole need not reach the disk at each transaction.
    """
    clock = Clock(settings.time_zone)
    clock.at(today - timedelta(days=campaigns.BEGINS), 8)
    app = create_app(replace(settings, sign_in_limit="1000 per minute"), clock)
    with repeatable(stream("secrets")), app.app_context():
        if hasty:
            event.listen(db.engine, "connect", _without_waiting)
        City(app, db.engine, settings, clock, today).build(tell)
        db.session.remove()
        if hasty:
            _checkpoint(db.engine)
        db.engine.dispose()


def _without_waiting(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")


def _checkpoint(engine: Engine) -> None:
    """Move everything from the write-ahead log into the file itself."""
    connection = engine.raw_connection()
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


class City:
    """One building of the city."""

    def __init__(self, app: Flask, engine: Engine, settings: Settings, clock: Clock, today: date) -> None:
        self.app, self.engine, self.settings, self.clock, self.today = app, engine, settings, clock, today
        self.system = Actor("", "system", logins.ADMIN.role)

    def build(self, tell: Tell) -> None:
        """Do everything."""
        tell("registers")
        first = self.today - timedelta(days=campaigns.BEGINS)
        with writing(), Session(self.engine) as session, session.begin():
            if calendar.missing(session):
                calendar.seed(session, self.system, self.clock(), zone=self.clock.zone)
            registers.fill(session, self.system, self.clock(), first)
        tell("accounts")
        supervisors, tablets = self._accounts()
        end = datetime.combine(self.today, time(), self.clock.zone)
        events = Calendar(self.clock, end)
        office = Office(self.engine, self.settings, self.clock, supervisors, stream("office"))
        stories = Stories(office, events, tablets, self._second_tablet, stream("stories"))
        Afterwards(office, stories, events, self.today, self._paper).enter()
        self._enter(stories, events, tell)
        events.run()

    def _paper(self, inspection_id: str) -> bytes:
        """Make the on-site record of an inspection, as the office's page does."""
        with self.app.test_request_context():
            paper = pdf(on_site_records.of(db.session.get_one(Inspection, inspection_id)))
        # The context of the building goes on; its session must not go on seeing the database as it was here.
        db.session.remove()
        return paper

    def _enter(self, stories: Stories, events: Calendar, tell: Tell) -> None:
        for campaign in campaigns.CAMPAIGNS:
            day = stories.working_day(self.today - timedelta(days=campaign.starts))
            stories.enter(campaign, day, day + timedelta(days=60))
        eve = stories.worked_before(self.today)
        for campaign in campaigns.OF_TODAY:
            stories.enter(campaign, eve, self.today + timedelta(days=9))
        self._ready(stories, events, campaigns.READY)
        for days in RENEWED:
            self._renew(events, self.today - timedelta(days=days))
        tell("year")

    def _ready(self, stories: Stories, events: Calendar, campaign: Campaign) -> None:
        first = self.today - timedelta(days=campaign.starts)
        at = datetime.combine(self.today - timedelta(days=6), time(), self.clock.zone)
        events.enter(at, lambda: stories.plan(campaign, self.today, first + timedelta(days=30)))

    def _renew(self, events: Calendar, day: date) -> None:
        def renewal() -> None:
            with writing(), Session(self.engine) as session, session.begin():
                registers.renew(session, self.system, self.clock(), day)

        events.enter(datetime.combine(day, time(7), self.clock.zone), renewal)

    def _accounts(self) -> tuple[tuple[Actor, Actor], dict[str, Tablet]]:
        """Make the accounts; every inspector who may lead a team carries an enrolled tablet."""
        leads = [self._login(n, row) for n, row in enumerate(people.inspectors(), 1) if row["role"] == "lead"]
        with writing(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            office = (logins.ADMIN, logins.HEAD, logins.DEPUTY)
            made = {login.username: self._add(session, login) for login in (*office, *leads)}
        heads = [made[login.username] for login in (logins.HEAD, logins.DEPUTY)]
        tablets = {}
        for n, login in enumerate(leads, 1):
            tablets[login.certificate] = Tablet(self.app.test_client(), stream(f"tablet/{n}"))
            tablets[login.certificate].enrol(login, f"平板 {n:02d}")
        first, second = (Actor(one.id, one.username, one.role) for one in heads)
        return (first, second), tablets

    def _second_tablet(self, certificate: str) -> Tablet:
        """Make an account and a tablet for a member of a team."""
        rows = {row["certificate"]: (n, row) for n, row in enumerate(people.inspectors(), 1)}
        login = self._login(*rows[certificate])
        with writing(), Session(self.engine) as session, session.begin():
            self._add(session, login)
        tablet = Tablet(self.app.test_client(), stream(f"tablet/{certificate}"))
        tablet.enrol(login, f"平板 {login.username[-2:]}")
        return tablet

    def _add(self, session: Session, login: Login) -> users.User:
        given = {name: getattr(login, name) for name in ("username", "password", "role", "name")}
        found = inspector(session, login.certificate) if login.certificate else None
        authority = self.settings.authority
        return users.add(
            session,
            self.system,
            self.clock(),
            authority=authority,
            inspector_id=found.id if found else None,
            **given,
        )

    def _login(self, n: int, row: dict[str, str]) -> Login:
        if row["certificate"] == logins.TABLET.certificate:
            return Login(
                logins.TABLET.username, logins.TABLET.password, INSPECTOR, row["name"], row["certificate"]
            )
        password = f"{stream('passwords/' + row['certificate']).getrandbits(80):020x}"
        return Login(f"inspector{n:02d}", password, INSPECTOR, row["name"], row["certificate"])
