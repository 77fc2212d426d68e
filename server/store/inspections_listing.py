"""The office's lists of inspections, by what is to be done with them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from server.store import teams_queries
from server.store.assignments import Assignment
from server.store.draws import Draw
from server.store.inspections import Inspection
from server.store.objects import Object

#: What each tab of the list holds.
TABS: dict[str, ColumnElement[bool]] = {
    "review": Inspection.state == "in_review",
    "second": Inspection.state == "seconding",
    "approved": Inspection.state == "approved",
    "returned": and_(Inspection.state.in_(("open", "finished")), Inspection.revision > 1),
    "running": and_(
        Inspection.state.in_(("open", "finished")), Inspection.entries > 0, Inspection.revision == 1
    ),
    "published": Inspection.state == "published",
    "all": Inspection.entries > 0,
}
#: Tabs whose inspections must be published by a day: the nearest day comes first.
DUE = ("review", "second", "approved", "returned")


def listing(
    tab: str, words: str = "", programme: str | None = None, verdict: str | None = None
) -> Select[tuple[Inspection]]:
    """Return the query of one tab's inspections with their objects, assignments and draws."""
    query = (
        select(Inspection)
        .join(Inspection.object)
        .join(Inspection.assignment)
        .join(Assignment.draw)
        .options(
            contains_eager(Inspection.object),
            contains_eager(Inspection.assignment).contains_eager(Assignment.draw),
        )
        .where(TABS[tab])
    )
    if words:
        columns = (Object.name, Object.number, Object.address, Draw.number)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    if programme:
        query = query.where(Inspection.programme == programme)
    if verdict:
        query = query.where(Inspection.verdict == verdict)
    if tab in DUE:
        return query.order_by(Inspection.last_day.asc().nulls_last(), Inspection.finished_at, Inspection.id)
    return query.order_by(Inspection.finished_at.desc().nulls_last(), Inspection.id.desc())


def counts(session: Session) -> dict[str, int]:
    """Return how many inspections each tab that asks for something to be done holds."""
    names = [name for name in TABS if name not in ("all", "published")]
    columns = [func.count().filter(TABS[name]) for name in names]
    # Published ones are by far the most and need not be looked at for this.
    row = session.execute(select(*columns).where(Inspection.state != "published")).one()
    return dict(zip(names, row, strict=True))


def teams(session: Session, inspections: list[Inspection]) -> dict[str, list[str]]:
    """Return the names of each inspection's team, the lead first."""
    found = teams_queries.of_inspections(session, inspections)
    return {inspection: [one.name for one in members] for inspection, members in found.items()}
