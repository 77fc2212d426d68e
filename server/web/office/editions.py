"""Editions: what counts, what waits for a second person, and that person's decision."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from server.domain.editions import BASIS, ENDING, KINDS, RULES, VIOLATION, columns, limits, rules
from server.domain.programmes import PROGRAMMES
from server.domain.workflow import TRANSITIONS
from server.services import editions
from server.store import editions_queries, users_queries
from server.store.paging import page
from server.web import listing
from server.web.access import may
from server.web.acts import carry_out
from server.web.catalogue import catalogue, names
from server.web.database import db
from server.web.languages import gettext, language

blueprint = Blueprint("office_editions", __name__, url_prefix="/office/editions")
STATES = tuple(TRANSITIONS["edition"])


@blueprint.get("/")
@may("office.read")
def index() -> str:
    """List what was entered."""
    kind, state = listing.chosen("kind", KINDS), listing.chosen("state", STATES)
    query = editions_queries.listing(listing.words(), kind, state, listing.chosen("programme", names()))
    return render_template(
        "office/editions/index.html",
        page=page(db.session(), query, listing.number()),
        kind=kind,
        kinds=KINDS,
        state=state,
        states=STATES,
        programme=listing.chosen("programme", names()),
        names=names(),
    )


@blueprint.get("/in-force")
@may("office.read")
def in_force() -> str:
    """Show every table of every programme with its editions, those of the software and those entered since."""
    shown = listing.chosen("programme", names()) or names()[0]
    programme = catalogue().load(shown)
    return render_template(
        "office/editions/in_force.html",
        programme=shown,
        names=names(),
        tables=programme.limits["tables"],
        enterable=limits.tables(shown, catalogue()),
        ruled=rules.tables(shown, catalogue()),
        own=shown not in PROGRAMMES,
        violations=programme.violations,
        texts=programme.texts,
    )


@blueprint.get("/<edition_id>")
@may("office.read")
def show(edition_id: str) -> str:
    """Show all of one entry, to be compared with the original."""
    return _page(edition_id, {})


@blueprint.post("/<edition_id>/confirm")
@may("edition.confirm")
def confirm(edition_id: str) -> ResponseReturnValue:
    """Let it count."""
    return _decided(editions.confirm, edition_id, gettext("已确认，即刻生效；已经开始的检查不受影响。"))


@blueprint.post("/<edition_id>/decline")
@may("edition.confirm")
def decline(edition_id: str) -> ResponseReturnValue:
    """Refuse it for a reason."""
    reason = request.form.get("reason", "")
    return _decided(editions.decline, edition_id, gettext("未予确认，没有生效。"), reason=reason)


@blueprint.post("/<edition_id>/withdraw")
@may("edition.enter")
def withdraw(edition_id: str) -> ResponseReturnValue:
    """Take it back."""
    return _decided(editions.withdraw, edition_id, gettext("已撤回，没有生效。"))


def _decided(service: Any, edition_id: str, said: str, **given: str) -> ResponseReturnValue:
    return carry_out(
        lambda work: service(*work, edition_id=edition_id, **given),
        lambda errors: _page(edition_id, errors),
        said,
        url_for(".show", edition_id=edition_id),
    )


def _page(edition_id: str, errors: dict[str, str]) -> str:
    edition = editions_queries.get(db.session(), edition_id)
    own = edition.entered_by == current_user.actor.id
    content = json.loads(edition.content)
    return render_template(
        "office/editions/show.html",
        edition=edition,
        content=content,
        told=_told(edition.kind, content),
        violation=_violation(edition.programme, content),
        columns=rules.COLUMNS if edition.kind == RULES else _columns(edition.programme, content),
        errors=errors,
        own=own,
        closed=users_queries.closed(db.session(), [edition.entered_name]),
        known=edition.programme in names(),
    )


def _told(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """What an entry of any kind says of its document, its days and its source."""
    if kind == ENDING:
        return {**content["named"], **{part: content[part] for part in ("to", "source", "trust")}}
    return content[{BASIS: "basis", VIOLATION: "violation"}.get(kind, "edition")]


def _violation(programme: str, content: dict[str, Any]) -> str:
    """The violation that a basis or its last day belongs to, in words."""
    code = content.get("violation")
    if not isinstance(code, str) or programme not in names():
        return code if isinstance(code, str) else ""
    said = catalogue().load(programme).texts.get(f"violation.{code}")
    return said[language()] if said else code


def _columns(programme: str, content: dict[str, Any]) -> list[str]:
    """The columns of the rows in the order of the table."""
    if "table" not in content:
        return []
    known = [
        one.name for one in columns.columns(catalogue().load(programme).limits["tables"][content["table"]])
    ]
    return [name for name in known if name in content["edition"]["rows"][0]]
