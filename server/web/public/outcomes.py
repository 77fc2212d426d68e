"""Published outcomes: found, read, checked."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from server.domain import programmes, results
from server.domain.problems import Problem
from server.domain.programmes.verdicts import WORST_FIRST
from server.store import objects_queries, outcomes_queries
from server.store.files import FileStore
from server.store.outcomes import Outcome
from server.web import listing, problems
from server.web.access import may
from server.web.database import db
from server.web.edge import settings, today
from server.web.languages import language
from server.web.public import freshness, outcome_search
from server.web.public.draws import log_head
from server.web.public.reading import Document, read
from server.web.strata import divisions, stratum_words

blueprint = Blueprint("public_outcomes", __name__, url_prefix="/outcomes")


@blueprint.get("/")
@may("anyone")
def index() -> ResponseReturnValue:
    """Search the outcomes in force."""
    found, errors = None, {}
    try:
        found = outcome_search.page(outcome_search.asked(request.args), listing.number())
    except Problem as problem:
        errors = problems.by_field(problem)
    page = render_template(
        "public/outcomes/index.html",
        page=found,
        errors=errors,
        divisions=divisions(),
        programmes=programmes.names(),
        verdicts=WORST_FIRST,
        categories=results.categories(),
    )
    return page, 422 if errors else 200


@blueprint.get("/<string:number>")
@may("anyone")
def show(number: str) -> Response:
    """Show an outcome in the version in force, or in the one asked for."""
    versions = outcomes_queries.versions(db.session(), number)
    chosen = _chosen(versions, request.args.get("version", type=int), number)
    old = freshness.is_old(chosen.inspected_on, today())
    newest = outcomes_queries.newest_of_object(db.session(), chosen.object_id)
    later = newest if newest and newest.inspected_on > chosen.inspected_on else None
    known = freshness.kept(
        [*(row.content_sha256 for row in versions), chosen.version, old, later and later.number, log_head()],
        versions[0].published_at,
    )
    if known:
        return known
    document = _document(chosen)
    page = render_template(
        "public/outcomes/show.html",
        outcome=chosen,
        versions=versions,
        document=document,
        old=old,
        later=later,
        divisions=divisions(),
        draw=objects_queries.draw_of(db.session(), chosen.draw_id),
        stratum=stratum_words(document.content["draw"]["stratum"]),
    )
    return freshness.stamped(Response(page))


@blueprint.get("/<string:number>/<int:version>.json")
@may("anyone")
def document(number: str, version: int) -> Response:
    """Hand out the frozen document: exactly the bytes whose hash was published."""
    content = outcomes_queries.content(db.session(), number, version)
    if content is None:
        raise Problem("not_found", what=f"{number}/{version}")
    answer = Response(content.encode(), mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="outcome-{version}.json"'
    answer.cache_control.public, answer.cache_control.max_age = True, 86_400
    return answer


@blueprint.get("/<string:number>/photos/<string:sha256>.jpg")
@may("anyone")
def photo(number: str, sha256: str) -> Response:
    """Show a public photo: one that the version in force lists."""
    versions = outcomes_queries.versions(db.session(), number)
    current = _chosen(versions, None, number)
    if sha256 not in {row["sha256"] for row in _document(current).photos}:
        raise Problem("not_found", what=sha256)
    answer = Response(FileStore(settings().files).get(sha256), mimetype="image/jpeg")
    answer.set_etag(sha256)
    answer.cache_control.public, answer.cache_control.max_age = True, 86_400
    return answer.make_conditional(request)


def _chosen(versions: list[Outcome], version: int | None, number: str) -> Outcome:
    for row in versions:
        if version in (None, row.version):
            return row
    raise Problem("not_found", what=number)


def _document(outcome: Outcome) -> Document:
    text = outcomes_queries.content(db.session(), outcome.number, outcome.version) or "{}"
    return read(text, language())
