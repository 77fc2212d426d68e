"""Hand-overs 移送 for the office: the list, handing over, what became of each, and the evidence as one file."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from server.documents import evidence_packages
from server.documents.papers import pdf
from server.domain import folding
from server.domain import handovers as ways
from server.domain.penalties import MONTHS
from server.domain.problems import Problem
from server.domain.texts import words
from server.domain.workflow import advance, allows
from server.services import evidence_packages as packages
from server.services import handover_keys, handovers
from server.store import handover_keys as stored_keys
from server.store import handovers as stored
from server.store import inspections_queries, outcomes_office
from server.store import penalties as stored_penalties
from server.store.files import FileStore
from server.store.inspections import Inspection
from server.store.paging import page as paged
from server.web import listing, problems
from server.web.access import may
from server.web.acts import carry_out
from server.web.catalogue import rules_of
from server.web.database import db
from server.web.edge import outside, settings, today, unit_of_work, zone
from server.web.languages import gettext, language
from server.web.office import days
from server.web.office.due import due_by
from server.web.papers import on_site_records

blueprint = Blueprint("office_handovers", __name__, url_prefix="/office/handovers")


@blueprint.get("/")
@may("inspection.read")
def index() -> str:
    """List hand-overs, newest first."""
    state = listing.chosen("state", stored.STATES)
    return render_template(
        "office/handovers/index.html",
        page=paged(db.session(), stored.listing(state, listing.words()), listing.number()),
        state=state,
        states=[(code, words("state", code, language())) for code in stored.STATES],
        due=due_by(),
    )


@blueprint.get("/make/<inspection_id>")
@may("handover.make")
def form(inspection_id: str) -> str:
    """Offer what there is to hand over; nothing is chosen beforehand."""
    return _form(inspection_id, {})


@blueprint.post("/make/<inspection_id>")
@may("handover.make")
def hand_over(inspection_id: str) -> ResponseReturnValue:
    """Hand the finding over with its evidence."""
    try:
        with unit_of_work() as work:
            row = handovers.hand_over(*work, inspection_id=inspection_id, **_given())
    except Problem as problem:
        if problem.status == 404:
            raise
        return _form(inspection_id, problems.by_field(problem)), problem.status
    flash(gettext("已移送，编号 %(number)s。", number=row.number))
    return redirect(url_for(".show", handover_id=row.id))


@blueprint.get("/<handover_id>")
@may("inspection.read")
def show(handover_id: str) -> str:
    """Show what was handed over, every step, and what can be recorded."""
    return page(handover_id, {})


@blueprint.get("/<handover_id>/evidence.zip")
@may("inspection.read")
def package(handover_id: str) -> Response:
    """Give the evidence as one file, as it was when it was handed over."""
    row = stored.get(db.session(), handover_id)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "evidence.zip"
        with path.open("wb") as target:
            evidence_packages.write(target, packages.contents(row.manifest, FileStore(settings().files)))
        return send_file(
            path.open("rb"),
            "application/zip",
            as_attachment=True,
            download_name=f"{row.number}.zip",
            max_age=0,
        )


@blueprint.post("/<handover_id>/take-up")
@may("handover.record")
def take_up(handover_id: str) -> ResponseReturnValue:
    """Record that it was taken up."""
    return _act(handover_id, handovers.take_up, gettext("已记录受理。"))


@blueprint.post("/<handover_id>/conclude")
@may("handover.record")
def conclude(handover_id: str) -> ResponseReturnValue:
    """Record how it ended."""
    return _act(handover_id, handovers.conclude, gettext("已记录办结。"))


@blueprint.post("/<handover_id>/send-back")
@may("handover.record")
def send_back(handover_id: str) -> ResponseReturnValue:
    """Record that it was sent back."""
    return _act(handover_id, handovers.send_back, gettext("已记录退回。"))


@blueprint.post("/<handover_id>/key")
@may("handover.give_key")
def give_key(handover_id: str) -> str:
    """Make a key for the recipient and show it this once."""
    with unit_of_work() as work:
        key = handover_keys.make(*work, handover_id=handover_id)
    return page(handover_id, {}, key)


@blueprint.post("/<handover_id>/key/revoke")
@may("handover.give_key")
def revoke_key(handover_id: str) -> ResponseReturnValue:
    """Put the recipient's key out of use."""
    with unit_of_work() as work:
        handover_keys.revoke(*work, handover_id=handover_id)
    flash(gettext("密钥已撤销。"))
    return redirect(url_for(".show", handover_id=handover_id))


def _act(handover_id: str, service: Callable[..., Any], done: str) -> ResponseReturnValue:
    return carry_out(
        lambda work: service(*work, handover_id=handover_id, text=request.form.get("text", "")),
        lambda errors: page(handover_id, errors),
        done,
        url_for(".show", handover_id=handover_id),
    )


def _given() -> dict[str, Any]:
    """What the officer typed and chose."""
    given = request.form
    return {
        "kind": given.get("kind", ""),
        "recipient": given.get("recipient", ""),
        "reason": given.get("reason", ""),
        "matters": given.getlist("matter", type=int),
        "seen": given.get("seen", ""),
        "last_day": days.typed("last_day"),
        "paper": _paper,
        "files": FileStore(settings().files),
        "zone": zone(),
        "word": settings().number_word,
    }


def _paper(inspection: Inspection) -> bytes:
    return pdf(on_site_records.of(inspection))


def _form(inspection_id: str, errors: dict[str, str]) -> str:
    row = inspections_queries.get(db.session(), inspection_id)
    # Who comes here while nothing can be handed over is told so before anything is typed.
    advance("inspection", row.state, "hand_over")
    return render_template(
        "office/handovers/make.html",
        row=row,
        kinds=[(code, words("handover_kind", code, language())) for code in ways.KINDS],
        matters=ways.matters(row.folded, row.result, rules_of(row)),
        chosen=request.form.getlist("matter", type=int),
        seen=folding.fingerprint(row.folded),
        today=today(),
        errors=errors,
    )


def page(handover_id: str, errors: dict[str, str], key: str = "", of: str = "") -> str:
    """Return the page of a hand-over. ``key`` is a new one, shown this once; ``of`` the penalty with ``errors``."""
    session = db.session()
    row = stored.get(session, handover_id)
    manifest = json.loads(row.manifest)
    return render_template(
        "office/handovers/show.html",
        row=row,
        object=row.inspection.object,
        outcome=outcomes_office.of_inspection(session, row.inspection_id),
        steps=stored.steps(session, [row.id])[row.id],
        files=manifest["files"],
        missing=manifest["missing"],
        allowed={
            action: allows("handover", row.state, action) for action in ("take_up", "conclude", "send_back")
        },
        open=row.state in stored.OPEN,
        due=due_by(),
        kept=stored_keys.of_handover(session, row.id),
        key=key,
        penalties=stored_penalties.of_handover(session, row.id),
        weights=[(code, words("penalty_weight", code, language())) for code in MONTHS],
        entering=request.endpoint == "office_penalties.enter",
        of=of,
        steps_address=outside(url_for("api_handover.record")),
        errors=errors,
    )
