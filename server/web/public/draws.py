"""The public log of draws: every commitment ever made, and after opening everything that proves the draw."""

from __future__ import annotations

import json

from flask import Blueprint, Response, g, render_template, request, url_for
from sqlalchemy.exc import SQLAlchemyError

from server.domain.problems import Problem
from server.domain.workflow import TRANSITIONS
from server.services import bundles, draws_log
from server.store import assignments_queries, draws_queries
from server.store.draws import Draw
from server.store.paging import page
from server.web import draw_estimates, entropy, listing
from server.web.access import may
from server.web.catalogue import names
from server.web.database import db
from server.web.edge import second

blueprint = Blueprint("public_draws", __name__, url_prefix="/draws")
blueprint.add_app_template_global(entropy.source_words)
blueprint.add_app_template_global(entropy.worth_words)
blueprint.add_app_template_global(entropy.rendered)
blueprint.add_app_template_filter(second)
DRAWN_ON_A_PAGE = 50
STATES = tuple(TRANSITIONS["draw"])
TYPES = {"json": "application/json", "tsv": "text/tab-separated-values", "txt": "text/plain"}


@blueprint.get("/")
@may("anyone")
def index() -> str:
    """List every commitment ever made."""
    state, programme = listing.chosen("state", STATES), listing.chosen("programme", names())
    found = page(db.session(), draws_queries.listing(listing.words(), state, programme), listing.number())
    return render_template(
        "public/draws/index.html", page=found, state=state, states=STATES, programme=programme, names=names()
    )


@blueprint.get("/how")
@may("anyone")
def how() -> str:
    """Explain a draw to a stall holder, in two hundred words and a picture."""
    return render_template("public/draws/how.html")


@blueprint.get("/<draw_id>")
@may("anyone")
def show(draw_id: str) -> str:
    """Show the steps of one draw; once it is opened also its lists, its result and the check."""
    draw = draws_queries.get(db.session(), draw_id)
    seen = request.args.get("commitment", "").strip().lower()
    return render_template(
        "public/draws/show.html",
        draw=draw,
        events=draws_queries.events(db.session(), draw.id),
        seen=seen,
        worth=entropy.worth(draw),
        voided=draws_queries.voided(db.session(), draw.id),
        **_opened(draw),
    )


@blueprint.get("/<draw_id>/bundle.zip")
@may("anyone")
def bundle(draw_id: str) -> Response:
    """Download the bundle of an opened draw: the same bytes at every call."""
    draw = draws_queries.get(db.session(), draw_id)
    return _download(bundles.archive(draw), "application/zip", f"{draw.number}.zip")


@blueprint.get("/<draw_id>/files/<name>")
@may("anyone")
def file(draw_id: str, name: str) -> Response:
    """Download one file of the bundle of an opened draw."""
    draw = draws_queries.get(db.session(), draw_id)
    files = bundles.files(draw)
    if name not in files:
        raise Problem("not_found", what=name)
    return _download(files[name], f"{TYPES[name.rpartition('.')[2]]}; charset=utf-8", name)


@blueprint.get("/log.jsonl")
@may("anyone")
def log() -> Response:
    """Download the public log as lines of JSON, as ``python -m sampling verify-log`` reads it; with ``after`` only the
    lines after an entry's number."""
    after = max(0, listing.whole("after") or 0)
    lines = "".join(f"{line}\n" for line in draws_queries.log_lines(db.session(), after))
    return _download(lines.encode(), "application/jsonl; charset=utf-8", "draws.jsonl")


@blueprint.app_template_global()
def log_head() -> tuple[int, str] | None:
    """Return the number and the hash of the newest line of the public log, or None; read once in a request."""
    if "log_head" not in g:
        try:
            g.log_head = draws_queries.head(db.session())
        except SQLAlchemyError:
            # The foot of a page that reports a broken database must not break it again.
            g.log_head = None
    return g.log_head


def _opened(draw: Draw) -> dict[str, object]:
    if draw.opened_at is None:
        return {}
    session = db.session()
    texts = {
        "rule.json": draw.rule_json,
        "secret.txt": draw.secret,
        "entropy.txt": (draw.entropy or "").encode(),
    }
    sizes = draws_queries.list_sizes(session, draw.id) | {name: len(text) for name, text in texts.items()}
    found = page(
        session, assignments_queries.drawn(draw.id, listing.words()), listing.number(), DRAWN_ON_A_PAGE
    )
    return {
        "files": dict(sorted(sizes.items())),
        "estimates": draw_estimates.of(draw),
        "page": found,
        "strata": [(one["stratum"], one["objects"], one["sample"]) for one in draw.strata],
        "team_size": json.loads(draw.rule_json)["team_size"],
        "replaced": assignments_queries.substitutions(session, draw.id),
        "records": assignments_queries.outcomes(session, draw.id, [row.object_id for row in found.items]),
        "history": draws_log.history(session, draw.id),
        "bundle_url": url_for(".bundle", draw_id=draw.id),
    }


def _download(data: bytes, kind: str, name: str) -> Response:
    response = Response(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
