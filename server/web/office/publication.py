"""The period for publication: the queue by days left, and how the authority kept the period in a year."""

from __future__ import annotations

from flask import Blueprint, render_template

from server.domain.timeliness import Publication, timeliness
from server.store import publication_queue
from server.store.calendar import working_days
from server.store.paging import page
from server.web import listing
from server.web.access import may
from server.web.database import db
from server.web.edge import local, today
from server.web.office.due import Warned, reckoner, warnings

blueprint = Blueprint("office_publication", __name__, url_prefix="/office/publication")


@blueprint.get("/")
@may("inspection.read")
def index() -> str:
    """Show what has to be published by its days left, and the figures of a year."""
    session, warned = db.session(), warnings()
    chosen = next((one for one in warned if str(one.days) == listing.chosen("days", _codes(warned))), None)
    query = publication_queue.queue(chosen.first, chosen.last) if chosen else publication_queue.queue()
    span = publication_queue.years(session) or (today().year, today().year)
    years = list(range(max(span[1], today().year), span[0] - 1, -1))
    year = listing.whole("year")
    year = year if year in years else today().year
    rows = (
        Publication(last, local(at).date() if at else None)
        for last, at in publication_queue.of_year(session, year)
    )
    return render_template(
        "office/outcomes/publication.html",
        page=page(session, query, listing.number()),
        due=reckoner(),
        warnings=warned,
        chosen=chosen,
        year=year,
        years=years,
        figures=timeliness(rows, today(), working_days(session)),
    )


def _codes(warned: list[Warned]) -> list[str]:
    return [str(one.days) for one in warned]
