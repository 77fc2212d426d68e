"""The page of an inspected business: opened by its code, without an account; it opens nothing but its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.permissions import PUBLIC
from server.domain.problems import Problem
from server.domain.ratings import LEAST, QUESTIONS, SCORES
from server.domain.workflow import allows
from server.services import objections, ratings, rectifications, replies
from server.services.actors import Actor
from server.services.evidence import Upload, examine
from server.store import business_pages, evidence, outcomes_office
from server.store import objections as stored_objections
from server.store import rectifications as stored_rectifications
from server.store import replies as stored_replies
from server.store.files import FileStore
from server.store.inspections import Inspection
from server.web.access import may
from server.web.account import limiter
from server.web.acts import carry_out
from server.web.catalogue import catalogue
from server.web.database import db, unlocked
from server.web.edge import Work, settings, today, zone
from server.web.languages import gettext, language
from server.web.problems import by_field
from server.web.reading import read

blueprint = Blueprint("business", __name__, url_prefix="/business")
#: Who writes here stands in the log as the business, whoever is signed in on this browser.
BUSINESS = Actor("", "business", PUBLIC)
WRITTEN = "60 per hour"


@blueprint.url_value_preprocessor
def _allow_files(endpoint: str | None, values: dict[str, Any] | None) -> None:
    # Before anything reads the form, or files above the limit of all other pages are refused.
    if request.method == "POST":
        request.max_content_length = settings().evidence_limit_mb << 20


@blueprint.get("/<code>")
@may("anyone")
def show(code: str) -> str:
    """Show what was found and on what basis, and what the business can do about it."""
    return _show(code, {})


@blueprint.post("/<code>/replies")
@may("anyone")
@limiter.limit(WRITTEN)
def reply(code: str) -> ResponseReturnValue:
    """Take in a reply."""
    return _act(
        code,
        lambda work, inspection, _received: replies.receive(
            *work, inspection_id=inspection.id, text=request.form.get("reply", "")
        ),
        gettext("陈述已收到。检查机关核对其中没有他人个人信息后，随结果公开。"),
    )


@blueprint.post("/<code>/objections")
@may("anyone")
@limiter.limit(WRITTEN)
def objection(code: str) -> ResponseReturnValue:
    """Take in an objection with its evidence."""
    return _act(
        code,
        lambda work, inspection, received: objections.receive(
            *work,
            inspection_id=inspection.id,
            text=request.form.get("objection", ""),
            contact=request.form.get("contact", ""),
            uploads=received,
            files=FileStore(settings().files),
            zone=zone(),
            period=settings().objection_days,
        ),
        gettext("异议已收到，检查机关将在 20 个工作日内答复；答复显示在本页。"),
    )


@blueprint.post("/<code>/rectifications/<rectification_id>")
@may("anyone")
@limiter.limit(WRITTEN)
def prove(code: str, rectification_id: str) -> ResponseReturnValue:
    """Take in the proof that something was put right."""
    return _act(
        code,
        lambda work, inspection, received: rectifications.prove(
            *work,
            rectification_id=rectification_id,
            inspection_id=inspection.id,
            text=request.form.get("proof", ""),
            uploads=received,
            files=FileStore(settings().files),
        ),
        gettext("整改证明已收到，审查结果显示在本页。"),
    )


@blueprint.post("/<code>/rating")
@may("anyone")
@limiter.limit(WRITTEN)
def rate(code: str) -> ResponseReturnValue:
    """Take in how the visit was; the answers are added to sums and kept nowhere else."""
    return _act(
        code,
        lambda work, inspection, _received: ratings.give(
            *work,
            inspection_id=inspection.id,
            answers={question: request.form.get(question, "") for question in QUESTIONS},
            zone=zone(),
        ),
        gettext("评价已收到，谢谢。"),
    )


def uploads() -> list[Upload]:
    """Return the files of the form; an empty field of files holds none."""
    found = []
    for file in request.files.getlist("files"):
        with file.stream:
            if file.filename:
                found.append(Upload(file.filename, file.read()))
    return found


def _act(code: str, act: Callable[[Work, Inspection, list[Upload]], Any], done: str) -> ResponseReturnValue:
    """Take in what the business wrote; files are looked at for whoever has a code, and before others have to wait."""
    inspection = opened(code)
    try:
        with unlocked():
            received = uploads()
            examine(received)
    except Problem as problem:
        return _show(code, by_field(problem)), problem.status
    return carry_out(
        lambda work: act(Work(work.session, BUSINESS, work.now), inspection, received),
        lambda errors: _show(code, errors),
        done,
        url_for(".show", code=code),
    )


def opened(code: str) -> Inspection:
    """Return the inspection that a code opens; :class:`Problem` ``business_code``."""
    inspection = business_pages.inspection_of(db.session(), code)
    if inspection is None:
        raise Problem("business_code")
    return inspection


def _show(code: str, errors: dict[str, str]) -> str:
    session, inspection = db.session(), opened(code)
    orders = stored_rectifications.of_inspection(session, inspection.id)
    outcome = outcomes_office.of_inspection(session, inspection.id)
    return render_template(
        "public/business/show.html",
        code=code,
        inspection=inspection,
        outcome=outcome,
        document=read(outcome.content, language(), catalogue) if outcome else None,
        replies=stored_replies.of_inspection(session, inspection.id),
        objections=stored_objections.of_inspection(session, inspection.id),
        rectifications=orders,
        steps={row.id: stored_rectifications.steps(session, row.id) for row in orders},
        proving=(request.view_args or {}).get("rectification_id"),
        today=today(),
        evidence=evidence.of_inspection(session, inspection.id),
        rated=business_pages.is_rated(session, inspection.id),
        rating=request.endpoint == "business.rate",
        questions=QUESTIONS,
        scores=SCORES,
        least=LEAST,
        can_reply=allows("inspection", inspection.state, "reply"),
        can_object=allows("inspection", inspection.state, "object"),
        limit=settings().evidence_limit_mb,
        errors=errors,
    )
