"""Published outcomes: found, read, checked."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Row

from server.domain.problems import Problem
from server.domain.programmes.verdicts import WORST_FIRST
from server.store import outcomes_queries
from server.store.files import FileStore
from server.web import listing, problems, result_categories
from server.web.access import may
from server.web.catalogue import catalogue, names
from server.web.database import db
from server.web.edge import settings, today
from server.web.languages import language
from server.web.public import beside, freshness, outcome_search
from server.web.public.draws import log_head
from server.web.reading import read
from server.web.strata import class_words, divisions, stratum_words

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
        programmes=names(),
        verdicts=WORST_FIRST,
        categories=result_categories.known(),
    )
    return page, 422 if errors else 200


@blueprint.get("/<string:number>")
@may("anyone")
def show(number: str) -> Response:
    """Show an outcome in the version in force, or in the one asked for."""
    versions, chosen = _versions(number, listing.whole("version"))
    old = freshness.is_old(chosen.inspected_on, today())
    hashes = [row.content_sha256 for row in versions]
    said, doubts = beside.of(number) if chosen.answered else ([], [])
    penalties = beside.penalised(number) if chosen.penalised else []
    parts = [
        *hashes,
        chosen.version,
        old,
        chosen.later,
        chosen.opened_at,
        chosen.place_zh,
        log_head(),
        said,
        doubts,
        penalties,
    ]
    return freshness.fresh(
        parts, versions[0].published_at, lambda: _page(versions, chosen, old, said, doubts, penalties)
    )


@blueprint.get("/<string:number>/<int(max=2147483647):version>.json")
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
    _, current = _versions(number)
    if sha256 not in {row["sha256"] for row in read(current.content, language(), catalogue).photos}:
        raise Problem("not_found", what=sha256)
    answer = Response(FileStore(settings().files).get(sha256), mimetype="image/jpeg")
    answer.set_etag(sha256)
    answer.cache_control.public, answer.cache_control.max_age = True, 86_400
    return answer.make_conditional(request)


def _page(
    versions: list[Row[Any]],
    chosen: Row[Any],
    old: bool,
    said: list[beside.Said],
    doubts: list[beside.Doubt],
    penalties: list[beside.Penalised],
) -> str:
    document = read(chosen.content, language(), catalogue)
    place = chosen.place_en if language() == "en" else chosen.place_zh
    return render_template(
        "public/outcomes/show.html",
        outcome=chosen,
        versions=versions,
        document=document,
        old=old,
        said=said,
        doubts=doubts,
        penalties=penalties,
        place=place,
        stratum=_stratum(document.content["draw"]["stratum"], chosen.division, place),
    )


def _versions(number: str, version: int | None = None) -> tuple[list[Row[Any]], Row[Any]]:
    """The versions of an outcome, and the one asked for or in force, which alone has its content."""
    versions = outcomes_queries.shown(db.session(), number, version)
    for row in versions:
        if row.content is not None:
            return versions, row
    raise Problem("not_found", what=number)


def _stratum(name: str | None, division: str, place: str | None) -> str:
    """A stratum in words; most often that of the object's own division, whose name is known already.

    Empty when the draw was not opened at publication.
    """
    if name is None:
        return ""
    code, _, risk_class = name.partition("/")
    return f"{place} · {class_words(risk_class)}" if place and code == division else stratum_words(name)
