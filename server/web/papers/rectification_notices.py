"""The notice of rectification 责令改正通知书, as it was ordered: what came later changes nothing of it."""

from __future__ import annotations

from collections.abc import Iterator

from server.documents.papers import Paper, Part, Point
from server.domain import outcomes
from server.domain.programmes.explain import Words, explain
from server.store import rectifications
from server.store.inspections import Inspection
from server.store.rectifications import Rectification
from server.web import reading
from server.web.catalogue import rules_of
from server.web.database import db
from server.web.papers import wording
from server.web.papers.wording import CHINESE, FROM_MEMORY

TITLE = "责令改正通知书"


def of(row: Rectification) -> Paper:
    """Return the notice of a rectification."""
    inspection = row.inspection
    authority = inspection.assignment.draw.plan.authority
    ordered = next(step for step in rectifications.steps(db.session(), row.id) if step.action == "order")
    return Paper(
        title=TITLE,
        subtitle=f"{authority} · {row.number}",
        author=authority,
        at=row.ordered_at,
        facts=(
            *wording.object_facts(inspection),
            ("责令日期", (wording.day(row.ordered_at),)),
            ("改正期限", (f"{ordered.last_day}（含当日）",)),
        ),
        parts=(
            Part(f"责令于 {ordered.last_day} 前（含当日）改正下列问题", points=_items(row)),
            _proof(wording.door(inspection)),
        ),
        signing=("检查机关（印章）", "日期", *wording.SIGNING),
        foot=f"{row.number} · 检查 {inspection.id}",
        **wording.door(inspection),
    )


def _items(row: Rectification) -> tuple[Point, ...]:
    unread = set(_from_memory(row.inspection))
    return tuple(
        Point(item["text"], (f"依据：{item['basis']}{_trust(item['basis'], unread)}",)) for item in row.items
    )


def _trust(basis: str, unread: set[str]) -> str:
    return FROM_MEMORY if any(text in basis for text in unread) else ""


def _from_memory(inspection: Inspection) -> Iterator[str]:
    """The bases that the form of an order offers, those of them that nobody read in their source."""
    programme, folded, result = rules_of(inspection), inspection.folded or {}, inspection.result or {}
    words = Words(programme, CHINESE)
    for entry in outcomes.violations({"violations": [], **folded}, programme):
        yield from (one.text for one in reading.violation(entry, words).basis if one.from_memory)
    if "findings" not in result:
        return
    told = explain(result, programme, CHINESE)["findings"]
    for found, said in zip(result["findings"], told, strict=True):
        for basis, line in zip(found["basis"], said["basis"], strict=True):
            if basis.get("trust") in outcomes.FROM_MEMORY:
                yield line


def _proof(door: dict[str, str]) -> Part:
    said = "整改后提交整改证明（照片、检定证书等），由检查机关审查。"
    where = (
        "可以在被检查人页面提交，打开页面的二维码在首页。"
        if door
        else "可以向检查机关索取被检查人页面的链接。"
    )
    return Part("整改证明", (said + where,))
