"""Inspections 检查 for the office: the lists, the page of one, and the review."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.documents import photos as pictures
from server.domain.problems import Problem
from server.domain.workflow import allows
from server.services import inspections, outcomes, publication_times, reviews
from server.store import entries_queries, inspections_listing, inspections_queries, users_queries
from server.store import publication_times as times
from server.store.files import FileStore
from server.store.inspections import Photo
from server.store.inspections_listing import TABS
from server.store.paging import page
from server.web import listing, result_categories
from server.web.access import may
from server.web.acts import carry_out
from server.web.catalogue import names
from server.web.database import db
from server.web.edge import Work, settings, zone
from server.web.languages import gettext, language
from server.web.office import days
from server.web.office.due import reckoner
from server.web.office.inspection_page import gather

blueprint = Blueprint("office_inspections", __name__, url_prefix="/office/inspections")
VERDICTS = ("pass", "fail", "undetermined", "not_judged")


@blueprint.get("/")
@may("inspection.read")
def index() -> str:
    """List what waits for review, what was returned, what is to be published, and the rest."""
    tab = listing.chosen("tab", TABS) or "review"
    programme, verdict = listing.chosen("programme", names()), listing.chosen("verdict", VERDICTS)
    query = inspections_listing.listing(tab, listing.words(), programme, verdict)
    found = page(db.session(), query, listing.number())
    return render_template(
        "office/inspections/index.html",
        page=found,
        tab=tab,
        tabs=list(TABS),
        counts=inspections_listing.counts(db.session()),
        waiting=entries_queries.total(db.session()),
        teams=inspections_listing.teams(db.session(), found.items),
        due=reckoner(),
        programme=programme,
        programmes=names(),
        verdict=verdict,
        verdicts=VERDICTS,
    )


@blueprint.get("/<inspection_id>")
@may("inspection.read")
def show(inspection_id: str) -> str:
    """Show record, measurements, photos, signature, history of one inspection, and what can be done with it."""
    return _show(inspection_id, {})


@blueprint.post("/<inspection_id>/choose")
@may("inspection.review")
def choose(inspection_id: str) -> ResponseReturnValue:
    """Settle a field on which two inspectors disagree."""
    return _act(
        inspection_id,
        lambda work: reviews.choose(
            *work,
            inspection_id=inspection_id,
            path=_path(request.form.get("path", "")),
            operation_id=request.form.get("operation_id", ""),
        ),
        gettext("已选择；判定已按所选的值重新计算。"),
        "differences",
    )


@blueprint.post("/<inspection_id>/photos/<sha256>")
@may("inspection.review")
def decide_photo(inspection_id: str, sha256: str) -> ResponseReturnValue:
    """Mark a photo as public or not."""
    public = request.form.get("public")
    return _act(
        inspection_id,
        lambda work: reviews.decide_photo(
            *work, inspection_id=inspection_id, sha256=sha256, public=public == "yes"
        ),
        gettext("照片将随结果公开。") if public == "yes" else gettext("照片不公开。"),
        f"photo-{sha256[:12]}",
    )


@blueprint.post("/<inspection_id>/return")
@may("inspection.review")
def send_back(inspection_id: str) -> ResponseReturnValue:
    """Return the inspection to its inspectors."""
    return _act(
        inspection_id,
        lambda work: reviews.send_back(
            *work,
            inspection_id=inspection_id,
            revision=request.form.get("revision", 0, type=int),
            reason=request.form.get("reason", ""),
        ),
        gettext("已退回；检查人员的平板下次同步时会看到理由。原有记录保持不变。"),
    )


@blueprint.post("/<inspection_id>/approve")
@may("inspection.review")
def approve(inspection_id: str) -> ResponseReturnValue:
    """Approve the record with a result for each item."""
    prefix = "category-"
    given = {key.removeprefix(prefix): value for key, value in request.form.items() if key.startswith(prefix)}
    return _act(
        inspection_id,
        lambda work: reviews.approve(
            *work,
            inspection_id=inspection_id,
            revision=request.form.get("revision", 0, type=int),
            categories=given,
            seen=request.form.get("seen"),
            second=settings().second_review,
        ),
        _approved(),
        "decide",
    )


@blueprint.post("/<inspection_id>/confirm")
@may("inspection.review")
def confirm(inspection_id: str) -> ResponseReturnValue:
    """Approve a failed record as the second person."""
    return _act(
        inspection_id,
        lambda work: reviews.confirm(
            *work,
            inspection_id=inspection_id,
            revision=request.form.get("revision", 0, type=int),
            seen=request.form.get("seen"),
        ),
        gettext("复核通过，可以公布。"),
        "decide",
    )


@blueprint.post("/<inspection_id>/decline")
@may("inspection.review")
def decline(inspection_id: str) -> ResponseReturnValue:
    """Disagree with the first reviewer."""
    return _act(
        inspection_id,
        lambda work: reviews.decline(
            *work,
            inspection_id=inspection_id,
            revision=request.form.get("revision", 0, type=int),
            reason=request.form.get("decline_reason", ""),
        ),
        gettext("已退回第一复核人重新复核。"),
        renamed={"reason": "decline_reason"},
    )


@blueprint.post("/<inspection_id>/publish")
@may("outcome.publish")
def publish(inspection_id: str) -> ResponseReturnValue:
    """Publish the approved result."""
    return _act(
        inspection_id,
        lambda work: outcomes.publish(
            *work,
            inspection_id=inspection_id,
            files=FileStore(settings().files),
            zone=zone(),
            second=settings().second_review,
        ),
        gettext("已公布。公布的内容不能再改；更正会另成一个版本。"),
    )


@blueprint.post("/<inspection_id>/publish-at")
@may("outcome.publish")
def publish_at(inspection_id: str) -> ResponseReturnValue:
    """Set when the approved result is published."""
    return _act(
        inspection_id,
        lambda work: publication_times.set_time(
            *work,
            inspection_id=inspection_id,
            at=days.moment("at"),
            zone=zone(),
            late=request.form.get("late") == "yes",
        ),
        gettext("已设定公布时间。"),
        "timed",
    )


@blueprint.post("/<inspection_id>/complete")
@may("inspection.resolve")
def complete_without(inspection_id: str) -> ResponseReturnValue:
    """Begin the review although a tablet still owes something."""
    return _act(
        inspection_id,
        lambda work: inspections.complete_without(
            *work,
            inspection_id=inspection_id,
            reason=request.form.get("complete_reason", ""),
            zone=zone(),
        ),
        gettext("已进入复核。"),
        renamed={"reason": "complete_reason"},
    )


@blueprint.get("/<inspection_id>/photos/<sha256>")
@may("inspection.read")
def photo(inspection_id: str, sha256: str) -> Response:
    """Send a photo as received, or a small copy of it."""
    if not inspections_queries.names_photo(db.session(), inspection_id, sha256):
        raise Problem("photo_not_here", at="sha256")
    row = db.session.get(Photo, sha256)
    if row is None:
        raise Problem("photo_not_here", at="sha256")
    data = FileStore(settings().files).get(sha256)
    if request.args.get("size") == "small":
        return Response(pictures.thumbnail(data), mimetype="image/jpeg")
    return Response(data, mimetype=row.mime)


def _act(
    inspection_id: str,
    act: Callable[[Work], Any],
    done: str,
    anchor: str | None = None,
    renamed: dict[str, str] | None = None,
) -> ResponseReturnValue:
    """Carry out a decision and go back to the page."""
    onward = url_for(".show", inspection_id=inspection_id, _anchor=anchor)
    return carry_out(act, lambda errors: _show(inspection_id, errors), done, onward, renamed)


def _show(inspection_id: str, errors: dict[str, str]) -> str:
    inspection = inspections_queries.get(db.session(), inspection_id)
    found = gather(db.session(), inspection, language())
    return render_template(
        "office/inspections/show.html",
        row=inspection,
        found=found,
        closed=users_queries.closed(db.session(), [one.reviewer for one in found.reviews]),
        due=reckoner()(inspection),
        timed=times.of_inspection(db.session(), inspection_id),
        errors=errors,
        categories=result_categories.offered(),
        may={
            action: allows("inspection", inspection.state, action)
            for action in (
                "return",
                "approve",
                "confirm",
                "publish",
                "complete",
                "finish",
                "hand_over",
            )
        },
    )


def _approved() -> str:
    if settings().second_review:
        return gettext("已复核。符合的可以公布；不符合的、您决定过哪些内容计入的，还须由另一人复核。")
    return gettext("复核通过，可以公布。")


def _path(text: str) -> list[str]:
    try:
        path = json.loads(text)
    except ValueError:
        path = None
    if not isinstance(path, list) or not all(isinstance(segment, str) for segment in path):
        raise Problem("conflict_unknown", at="path")
    return path
