"""Serving notices 送达 in the office: the page to sign on, and the receipt."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.workflow import advance
from server.services import servings
from server.store import rectifications
from server.store.files import FileStore
from server.web.access import may
from server.web.acts import carry_out
from server.web.database import db
from server.web.edge import Work, settings
from server.web.languages import gettext
from server.web.papers import receipts
from server.web.papers.wording import sent

blueprint = Blueprint("office_servings", __name__, url_prefix="/office/servings")
PICTURE = "data:image/png;base64,"


@blueprint.get("/<rectification_id>")
@may("rectification.decide")
def form(rectification_id: str) -> str:
    """Offer the glass to sign on, and the fields for a refusal."""
    return _form(rectification_id, {})


@blueprint.post("/<rectification_id>")
@may("rectification.decide")
def serve(rectification_id: str) -> ResponseReturnValue:
    """Keep the signature, or that it was refused."""
    signed = request.form.get("signed") == "yes"
    act = _sign if signed else _refuse
    return carry_out(
        lambda work: act(work, rectification_id),
        lambda errors: _form(rectification_id, errors),
        gettext("签收已记录。") if signed else gettext("拒签已记录。"),
        url_for("office_rectifications.show", rectification_id=rectification_id),
    )


@blueprint.get("/<rectification_id>/receipt.pdf")
@may("inspection.read")
def receipt(rectification_id: str) -> Response:
    """Give the receipt as a file."""
    row = rectifications.get(db.session(), rectification_id)
    return sent(receipts.of(row), f"{row.number}-receipt")


def _sign(work: Work, rectification_id: str) -> None:
    row = rectifications.get(work.session, rectification_id)
    servings.sign(
        *work,
        rectification_id=row.id,
        name=request.form.get("name", ""),
        strokes=_picture(request.form.get("strokes", "")),
        notice_sha256=receipts.notice_sha256(row),
        files=FileStore(settings().files),
    )


def _refuse(work: Work, rectification_id: str) -> None:
    servings.refuse(
        *work,
        rectification_id=rectification_id,
        reason=request.form.get("unsigned_reason", ""),
        witness=request.form.get("witness", ""),
    )


def _picture(text: str) -> bytes:
    try:
        return b64decode(text.removeprefix(PICTURE), validate=True)
    except (Error, ValueError):
        return b""


def _form(rectification_id: str, errors: dict[str, str]) -> str:
    row = rectifications.get(db.session(), rectification_id)
    advance("rectification", row.state, "sign")
    return render_template(
        "office/rectifications/serve.html", row=row, object=row.inspection.object, errors=errors
    )
