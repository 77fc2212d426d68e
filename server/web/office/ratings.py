"""How businesses rated the visits of each unit: sums, never those of a visit."""

from __future__ import annotations

from decimal import Decimal

from flask import Blueprint, render_template

from server.domain.ratings import LEAST, QUESTIONS, SCORES, mean
from server.store import ratings
from server.store.paging import page
from server.web import listing
from server.web.access import may
from server.web.database import db

blueprint = Blueprint("office_ratings", __name__, url_prefix="/office/ratings")


@blueprint.get("/")
@may("rating.read")
def index() -> str:
    """List the sums that are of enough visits, by year and unit."""
    found = page(db.session(), ratings.listing(listing.words()), listing.number())
    return render_template(
        "office/ratings/index.html",
        page=found,
        means={row.id: {one: _mean(row.answers.get(one, {})) for one in QUESTIONS} for row in found.items},
        questions=QUESTIONS,
        scores=SCORES,
        least=LEAST,
    )


def _mean(scores: dict[str, int]) -> str:
    total, count = mean(scores)
    return f"{(Decimal(total) / count).quantize(Decimal('0.1'))}" if count else "—"
