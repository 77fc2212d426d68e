"""Serving a notice of rectification 送达: signed on glass by whoever took it, or refused before a witness."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from server.documents import photos
from server.domain import workflow
from server.domain.problems import Problem
from server.domain.writing import written
from server.services import evidence
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.services.evidence import Upload
from server.store import rectifications
from server.store.files import FileStore
from server.store.rectifications import RectificationStep

SIGNED, REFUSED = "sign", "unsigned"
LONGEST_NAME = 100
LARGEST = 512 * 1024


@writes("rectification.decide", "rectification.sign")
def sign(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    rectification_id: str,
    name: str,
    strokes: bytes,
    notice_sha256: str,
    files: FileStore,
) -> Change:
    """Keep the signature of whoever took the notice: a drawn picture (PNG), and the hash of the notice that was shown.

    Returns the rectification. Problems: ``wrong_state``; ``notice_signed`` when it was signed already; ``required``,
    ``too_long``, ``control_character`` at ``name``; ``signature_none`` at ``strokes``.
    """
    row = rectifications.lock(session, rectification_id)
    row.state = workflow.advance("rectification", row.state, "sign")
    if any(step.action == SIGNED for step in rectifications.steps(session, row.id)):
        raise Problem("notice_signed")
    signer = written(name, "name", LONGEST_NAME)
    _check(strokes)
    step = _step(row.id, actor, now, SIGNED, signer)
    session.add(step)
    owner = (row.inspection_id, "rectification", step.id)
    evidence.keep(session, now, owner, [Upload("signature.png", strokes)], files)
    body = {"number": row.number, "notice_sha256": notice_sha256}
    return Change("rectification", row.id, row, body)


@writes("rectification.decide", "rectification.unsigned")
def refuse(
    session: Session, actor: Actor, now: datetime, *, rectification_id: str, reason: str, witness: str
) -> Change:
    """Keep that the business did not sign, why, and who saw it. Returns the rectification.

    Problems: ``wrong_state``, ``notice_signed``; ``required``, ``too_long``, ``control_character`` at
    ``unsigned_reason`` and ``witness``.
    """
    row = rectifications.lock(session, rectification_id)
    row.state = workflow.advance("rectification", row.state, "unsigned")
    if any(step.action == SIGNED for step in rectifications.steps(session, row.id)):
        raise Problem("notice_signed")
    said = written(reason, "unsigned_reason", LONGEST_NAME * 5)
    seen = written(witness, "witness", LONGEST_NAME)
    session.add(_step(row.id, actor, now, REFUSED, f"{said}\n见证人：{seen}"))
    return Change("rectification", row.id, row, {"number": row.number})


def _check(strokes: bytes) -> None:
    if not strokes or len(strokes) > LARGEST:
        raise Problem("signature_none", at="strokes")
    try:
        if photos.examine(strokes).mime != "image/png":
            raise Problem("signature_none", at="strokes")
    except photos.Unreadable:
        raise Problem("signature_none", at="strokes") from None


def _step(rectification_id: str, actor: Actor, at: datetime, action: str, text: str) -> RectificationStep:
    return RectificationStep(
        id=new_id(at), rectification_id=rectification_id, action=action, text=text, by=actor.name, at=at
    )
