"""The office's side of the inspected business: the code of its page, its replies and objections."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from server.documents.labels import svg
from server.domain import outcomes as contents
from server.domain.problems import Problem
from server.services import business_pages, corrections, objections, replies
from server.store import business_pages as pages
from server.store import corrections as proposed
from server.store import evidence, inspections_queries, outcomes_office, rectifications
from server.store import objections as stored_objections
from server.store import replies as stored_replies
from server.store.files import FileStore
from server.store.paging import page
from server.web import listing, result_categories
from server.web.access import may
from server.web.acts import carry_out
from server.web.attachments import attach
from server.web.catalogue import rules_of
from server.web.database import db
from server.web.edge import Work, local, outside, settings
from server.web.languages import gettext
from server.web.office.due import due_by

blueprint = Blueprint("office_businesses", __name__, url_prefix="/office/businesses")
TABS = ("received", "replies", "answered")


@blueprint.get("/")
@may("inspection.read")
def index() -> str:
    """List the objections to be answered, the replies to be decided on, and the answered objections."""
    tab, session = listing.chosen("tab", TABS) or "received", db.session()
    words = listing.words()
    query = stored_replies.waiting(words) if tab == "replies" else stored_objections.listing(tab, words)
    return render_template(
        "office/businesses/index.html",
        page=page(session, query, listing.number()),
        tab=tab,
        tabs=TABS,
        seconding=proposed.objections_waiting(session),
        due=due_by(),
    )


@blueprint.get("/<inspection_id>")
@may("inspection.read")
def show(inspection_id: str) -> str:
    """Show the page's address as link and QR code, and everything that the business wrote."""
    return _show(inspection_id, {})


@blueprint.post("/<inspection_id>/code")
@may("business.invite")
def open_page(inspection_id: str) -> ResponseReturnValue:
    """Give the page a new code."""
    return _act(
        inspection_id,
        lambda work: business_pages.open(*work, inspection_id=inspection_id),
        gettext("链接已生成；以前的链接不再有效。"),
    )


@blueprint.post("/<inspection_id>/replies/<reply_id>/release")
@may("reply.decide")
def release(inspection_id: str, reply_id: str) -> ResponseReturnValue:
    """Show a reply beside the result."""
    return _act(
        inspection_id,
        lambda work: replies.release(*work, reply_id=reply_id),
        gettext("陈述将随结果公开。"),
    )


@blueprint.post("/<inspection_id>/replies/<reply_id>/withhold")
@may("reply.decide")
def withhold(inspection_id: str, reply_id: str) -> ResponseReturnValue:
    """Do not show a reply."""
    return _act(
        inspection_id,
        lambda work: replies.withhold(
            *work, reply_id=reply_id, reason=request.form.get(f"reason-{reply_id}", "")
        ),
        gettext("陈述不公开；理由显示在被检查人页面。"),
        {"reason": f"reason-{reply_id}"},
    )


@blueprint.post("/<inspection_id>/objections/<objection_id>/answer")
@may("objection.answer")
def answer(inspection_id: str, objection_id: str) -> ResponseReturnValue:
    """Answer an objection: reject it, or uphold it with a corrected version, which takes two people."""
    upheld = request.form.get("decision") == "uphold"
    prefix = "category-"
    given = {key.removeprefix(prefix): value for key, value in request.form.items() if key.startswith(prefix)}
    text = request.form.get(f"answer-{objection_id}", "")
    version = request.form.get("version", 0, type=int)

    def reject(work: Work) -> Any:
        return objections.reject(*work, objection_id=objection_id, answer=text)

    def uphold(work: Work) -> Any:
        return objections.uphold(
            *work,
            objection_id=objection_id,
            answer=text,
            version=version,
            categories=given,
            files=FileStore(settings().files),
            second=settings().second_review,
        )

    def propose(work: Work) -> Any:
        return corrections.propose(
            *work,
            number=stored_objections.get(work.session, objection_id).number,
            version=version,
            reason=text,
            categories=given,
            objection_id=objection_id,
        )

    if not upheld:
        decide, done = reject, gettext("已答复：异议不成立。")
    elif settings().second_review:
        decide, done = propose, gettext("已提出更正，待另一人确认后公布，异议随之成立。")
    else:
        decide, done = uphold, gettext("异议成立，已公布更正版本。")
    return _act(inspection_id, decide, done, {"answer": f"answer-{objection_id}"})


@blueprint.get("/<inspection_id>/evidence/<evidence_id>")
@may("inspection.read")
def file(inspection_id: str, evidence_id: str) -> Response:
    """Send a file of the business, always as a download: it is not ours."""
    row = evidence.one(db.session(), inspection_id, evidence_id)
    if row is None:
        raise Problem("not_found", what=evidence_id)
    return attach(Response(FileStore(settings().files).get(row.sha256), mimetype=row.mime), row.name)


def _act(
    inspection_id: str, act: Callable[[Work], Any], done: str, renamed: dict[str, str] | None = None
) -> ResponseReturnValue:
    onward = url_for(".show", inspection_id=inspection_id)
    return carry_out(act, lambda errors: _show(inspection_id, errors), done, onward, renamed)


def _show(inspection_id: str, errors: dict[str, str]) -> str:
    session = db.session()
    inspection = inspections_queries.get(session, inspection_id)
    doubts = stored_objections.of_inspection(session, inspection_id)
    opened = pages.of_inspection(session, inspection_id)
    outcome = outcomes_office.of_inspection(session, inspection_id)
    address = _address(opened.code) if opened else ""
    return render_template(
        "office/businesses/show.html",
        row=inspection,
        opened=opened,
        address=address,
        code=Markup(svg(address, gettext("被检查人页面的二维码"))) if opened else "",  # noqa: S704
        outcome=outcome,
        content=json.loads(outcome.content) if outcome else None,
        items=contents.items_of(rules_of(inspection)),
        categories=result_categories.offered(
            {entry["category"] for entry in json.loads(outcome.content)["items"]} if outcome else ()
        ),
        replies=stored_replies.of_inspection(session, inspection_id),
        objections=doubts,
        corrections=proposed.of_objections(session, inspection_id),
        answered_late={
            row.id for row in doubts if row.answered_at and local(row.answered_at).date() > row.last_day
        },
        rectifications=rectifications.of_inspection(session, inspection_id),
        evidence=evidence.of_inspection(session, inspection_id),
        due=due_by(),
        errors=errors,
    )


def _address(code: str) -> str:
    return outside(url_for("business.show", code=code))
