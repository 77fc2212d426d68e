"""Plans as the public sees them: what will be inspected, how much of it, when."""

from __future__ import annotations

from flask import Blueprint, render_template

from server.domain.problems import Problem
from server.store import draws_queries, look_backs, plans_queries
from server.store.paging import page
from server.web import listing, strata
from server.web.access import may
from server.web.catalogue import names
from server.web.database import db

blueprint = Blueprint("public_plans", __name__, url_prefix="/plans")
for words in (
    strata.stratum_words,
    strata.together_words,
    strata.left_out_words,
    strata.overlap_numbers,
    strata.overlap_sum,
    strata.rule_words,
    strata.division_words,
    strata.class_words,
    strata.groups,
):
    blueprint.add_app_template_global(words)


@blueprint.get("/")
@may("anyone")
def index() -> str:
    """List the published plans."""
    programme = listing.chosen("programme", names())
    years = [str(year) for year in plans_queries.years(db.session())]
    year = listing.chosen("year", years)
    query = plans_queries.listing(listing.words(), "published", programme, int(year) if year else None)
    found = page(db.session(), query, listing.number())
    return render_template(
        "public/plans/index.html",
        page=found,
        programme=programme,
        names=names(),
        year=year,
        years=[(one, one) for one in years],
    )


@blueprint.get("/<plan_id>")
@may("anyone")
def show(plan_id: str) -> str:
    """Show one published plan with its draws."""
    plan = plans_queries.get(db.session(), plan_id)
    if plan.state != "published":
        raise Problem("not_found", what=plan_id)
    draws = db.session.scalars(draws_queries.listing(plan_id=plan.id)).all()
    looked_back = look_backs.objects(db.session(), plan.id)
    return render_template(
        "public/plans/show.html",
        plan=plan,
        draws=draws,
        looked_back=looked_back,
        overlap=strata.overlap(plan, plan.strata),
    )
