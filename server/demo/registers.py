"""The registers of the city, taken in as rows through the door that the import of a file uses."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from server.demo import instruments, people, places, products
from server.demo.names import DIVISIONS
from server.services import divisions, imports
from server.services.actors import Actor


def fill(session: Session, actor: Actor, now: datetime, today: date) -> None:
    """Take in all registers as they were on the first day."""
    markets, shops, packers = places.markets(today), places.eyewear_shops(today), places.packers(today)
    staff = people.inspectors()
    divisions.keep(session, actor, now, rows=DIVISIONS)
    for noun, rows in (
        ("object", [*markets, *shops, *packers]),
        ("inspector", staff),
        ("instrument", [*instruments.scales(markets, today), *instruments.optical(shops, today)]),
        ("product", products.products(packers)),
        ("recusal", people.recusals(staff, [*markets, *shops, *packers])),
    ):
        imports.take_rows(session, actor, now, noun=noun, rows=rows, today=today)


def renew(session: Session, actor: Actor, now: datetime, today: date) -> None:
    """Take in what has changed since: new certificates, and who is away."""
    markets, shops = places.markets(today), places.eyewear_shops(today)
    rows = [*instruments.scales(markets, today), *instruments.optical(shops, today)]
    imports.take_rows(session, actor, now, noun="instrument", rows=rows, today=today)
    absent = people.absences(people.inspectors(), today)
    imports.take_rows(session, actor, now, noun="absence", rows=absent, today=today)
