"""The receipt of a notice of rectification 送达回证: what was handed over, who signed for it or did not."""

from __future__ import annotations

from server.documents.papers import Paper, Part, pdf
from server.domain.canonical import sha256
from server.domain.problems import Problem
from server.services.servings import REFUSED, SIGNED
from server.store import evidence, rectifications
from server.store.files import FileStore
from server.store.rectifications import Rectification, RectificationStep
from server.web import edge
from server.web.database import db
from server.web.papers import rectification_notices, wording

TITLE = "送达回证"


def notice_sha256(row: Rectification) -> str:
    """Return the hash of the notice as it is handed out."""
    return sha256(pdf(rectification_notices.of(row)))


def of(row: Rectification) -> Paper:
    """Return the receipt; :class:`Problem` ``not_found`` while the notice was neither signed nor refused."""
    steps = rectifications.steps(db.session(), row.id)
    served = [step for step in steps if step.action in (SIGNED, REFUSED)]
    if not served:
        raise Problem("not_found", what=row.number)
    inspection = row.inspection
    authority = inspection.assignment.draw.plan.authority
    return Paper(
        title=TITLE,
        subtitle=f"{authority} · {row.number}",
        author=authority,
        at=served[-1].at,
        facts=(
            *wording.object_facts(inspection),
            ("送达的文书", (f"责令改正通知书 {row.number}",)),
        ),
        parts=tuple(_part(row, step) for step in served),
        signing=("送达人签名", "送达人签名", "检查机关（印章）", "日期"),
        foot=f"{row.number} · 检查 {inspection.id}",
    )


def _part(row: Rectification, step: RectificationStep) -> Part:
    when = f"时间：{wording.minute(step.at)}，记录人：{step.by}"
    if step.action == REFUSED:
        reason, _, witness = step.text.rpartition("\n")
        return Part("被检查人拒绝签名", (f"理由：{reason}", witness, when))
    (drawn,) = evidence.of_inspection(db.session(), row.inspection_id)[step.id]
    return Part(
        "被检查人签收",
        (f"签收人：{step.text}", when, f"签名图片 SHA-256：{drawn.sha256}"),
        picture=FileStore(edge.settings().files).get(drawn.sha256),
        picture_says=f"{step.text}的手写签名",
    )
