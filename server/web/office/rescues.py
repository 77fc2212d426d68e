"""Rescue files of tablets: uploaded by a supervisor, looked through, then taken in whole or not at all."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.problems import Problem
from server.services import rescue_checks, rescues
from server.store.files import FileStore
from server.web import problems
from server.web.access import may, signed_in
from server.web.database import db, unlocked
from server.web.edge import settings, unit_of_work, zone
from server.web.languages import gettext

blueprint = Blueprint("office_rescues", __name__, url_prefix="/office/devices/rescue")


@blueprint.url_value_preprocessor
def _allow_large_files(endpoint: str | None, values: dict[str, Any] | None) -> None:
    # Before anything reads the form, or a file above the limit of all other pages is refused.
    if endpoint == "office_rescues.upload" and signed_in():
        request.max_content_length = settings().rescue_limit_mb << 20


@blueprint.get("/")
@may("inspection.resolve")
def index() -> str:
    """Offer the upload."""
    return _index({})


@blueprint.post("/")
@may("inspection.resolve")
def upload() -> ResponseReturnValue:
    """Take in an uploaded rescue file."""
    try:
        taken = _take_in()
    except Problem as problem:
        strange = problem.code == "rescue_stranger"
        return _index(problems.by_field(problem), strange=strange), problem.status
    flash(
        gettext(
            "救援文件已收下：录入 %(entries)s 条、照片 %(photos)s 张，其中 %(new)s 项此前没有收到。",
            entries=taken.entries,
            photos=taken.photos,
            new=taken.new,
        )
    )
    if not taken.proven:
        flash(
            gettext("这台平板登记时的页面版本较早，文件不带平板的证明，无法确认内容未被改动；日志中已注明。")
        )
    waiting = sum(taken.states[state] for state in ("failed", "held", "quarantined"))
    if waiting:
        flash(gettext("%(n)s 条需要处理。", n=waiting))
        return redirect(url_for("office_entries.index"))
    return redirect(url_for("office_devices.index"))


def _take_in() -> rescues.Taken:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Problem("file_missing", at="file")
    limit = settings().photo_limit_mb << 20
    with file.stream as stream, unlocked():
        rescue = rescue_checks.check(
            db.session(), stream, limit, leave_strangers="leave_strangers" in request.form
        )
        rescue_checks.keep_photos(stream, rescue, limit, FileStore(settings().files))
    with unit_of_work() as work:
        return rescues.take_in(*work, rescue=rescue, zone=zone())


def _index(errors: dict[str, str], strange: bool = False) -> str:
    return render_template(
        "office/devices/rescue.html", errors=errors, strange=strange, limit=settings().rescue_limit_mb
    )
