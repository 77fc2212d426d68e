"""The pages of one draw: what the office sees of it, the ceremony's screen, the minutes."""

from __future__ import annotations

import json
from typing import Any

from flask import render_template

from server.documents.labels import svg
from server.documents.minutes import pdf
from server.domain import rosters
from server.domain.workflow import advance, allows
from server.services import bundles, draws_log, staffing, teams
from server.store import assignments_queries, draws_queries, plans_queries, teams_queries
from server.store.draws import Draw
from server.store.inspectors import Inspector
from server.web import edge, entropy
from server.web.database import db
from server.web.languages import gettext
from server.web.office import draw_minutes
from server.web.strata import overlap

ACTIONS = ("entropy", "draw", "open", "void", "replace")


def show(draw_id: str, errors: dict[str, str]) -> str:
    """Return the office's page of a draw."""
    draw = draws_queries.get(db.session(), draw_id)
    people = plans_queries.certificates(db.session())
    return render_template("office/draws/show.html", draw=draw, errors=errors, people=people, **_known(draw))


def ceremony(draw_id: str, errors: dict[str, str], reveal: bool = False) -> str:
    """Return the ceremony's screen at the step where the draw is; ``reveal`` shows the objects one by one."""
    draw = draws_queries.get(db.session(), draw_id)
    code = svg(public_address(draw), gettext("承诺值二维码：%(value)s", value=draw.commitment))
    return render_template(
        "office/draws/ceremony.html", draw=draw, errors=errors, reveal=reveal, code=code, **_known(draw)
    )


def minutes(draw_id: str) -> str:
    """Return the minutes of a draw for printing."""
    draw = draws_queries.get(db.session(), draw_id)
    code = svg(public_address(draw))
    people = plans_queries.certificates(db.session())
    return render_template("office/draws/minutes.html", draw=draw, code=code, people=people, **_known(draw))


def minutes_file(draw_id: str, witnesses: str) -> tuple[str, bytes]:
    """Return the number of a draw, and its minutes as PDF with the witnesses' names as they were typed."""
    draw = draws_queries.get(db.session(), draw_id)
    people = plans_queries.certificates(db.session())
    names = draw_minutes.witnesses(witnesses)
    return draw.number, pdf(draw_minutes.of(draw, _known(draw), people, public_address(draw), names))


def replace(draw_id: str, inspector_id: str, errors: dict[str, str]) -> str:
    """Return the page on which an absent inspector's place goes to the next spare.

    Problems: ``wrong_state``, ``not_found``, ``team_not_drawn``.
    """
    session = db.session()
    draw = draws_queries.get(session, draw_id)
    advance("draw", draw.state, "replace")
    absent = teams.serving(session, draw, inspector_id)
    return render_template(
        "office/draws/replace.html",
        draw=draw,
        errors=errors,
        absent=session.get_one(Inspector, inspector_id),
        team=absent.team,
        lead=absent.position == 0,
        found=teams.next_spare(session, draw, absent, edge.now().date()),
        people=plans_queries.certificates(session),
    )


def public_address(draw: Draw) -> str:
    """Return the address of the public page, with the commitment that the witness saw."""
    return edge.outside(f"/draws/{draw.id}?commitment={draw.commitment}")


def sizes(draw: Draw) -> dict[str, Any]:
    """Return what the rule of a draw fixes: sample by stratum, team size, hashes of the lists."""
    return json.loads(draw.rule_json)


def _known(draw: Draw) -> dict[str, Any]:
    session = db.session()
    rule = sizes(draw)
    roster = [line.split("\t") for line in draw.roster_tsv.decode().splitlines()]
    leads = sum(role == "lead" for _, role in roster)
    return {
        "rule": rule,
        "sources": entropy.sources_of(draw),
        "worth": entropy.worth(draw),
        "unpublished": assignments_queries.unpublished_inspections(session, draw.id),
        "voided": draws_queries.voided(session, draw.id),
        "to_draw": sum(rule["sample"].values()),
        "roster": roster,
        "leads": leads,
        "spare": staffing.spare(draw, teams_queries.seated(session, draw.id)),
        "why_spare": rosters.why_spare(leads, len(roster), rule["team_size"]),
        "events": draws_queries.events(session, draw.id),
        "visits": assignments_queries.visits(assignments_queries.of_draw(session, draw.id)),
        "overlap": overlap(draw.plan, draw.strata),
        "replaced": assignments_queries.substitutions(session, draw.id),
        "teams": teams_queries.of_draw(session, draw.id),
        "drawn_teams": len(bundles.result_of(draw).teams) if draw.drawn_at else 0,
        "came": {
            (one.team, one.present.id): one.absent for one in teams_queries.replacements(session, draw.id)
        },
        "history": draws_log.history(session, draw.id),
        "allowed": {action for action in ACTIONS if allows("draw", draw.state, action)},
    }
