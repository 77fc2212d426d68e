"""The on-site record 现场检查记录: what was seen and measured, and that it was signed or that signing was refused.

It tells no result: that is the notice's. Internal notes are left out, so the business and the office have the same
bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from server.documents import photos
from server.documents.minutes import Listing
from server.documents.papers import Paper, Part, Point
from server.domain import folding, outcomes
from server.domain.problems import Problem
from server.domain.programmes.explain import Words
from server.domain.texts import words
from server.store.files import FileStore
from server.store.inspections import Inspection
from server.web import edge, reading
from server.web.catalogue import rules_of
from server.web.database import db
from server.web.office.inspection_page import Page, gather
from server.web.papers import wording
from server.web.papers.wording import CHINESE, NOTHING

TITLE = "现场检查记录"
#: In these states nothing is written into the record any more.
SETTLED = ("approved", "published")


def of(inspection: Inspection) -> Paper:
    """Return the record of an inspection; :class:`Problem` ``inspection_empty`` while there is none."""
    at = inspection.finished_at or inspection.started_at
    if at is None:
        raise Problem("inspection_empty")
    found = gather(db.session(), inspection, CHINESE)
    plan = inspection.assignment.draw.plan
    authority = "、".join([plan.authority, *plan.taking_part])
    digest = folding.record_digest(found.folded["record"])
    return Paper(
        title=TITLE,
        subtitle=authority,
        author=authority,
        at=at,
        facts=(*wording.object_facts(inspection), *_visit(inspection, found)),
        parts=tuple(part for part in _parts(inspection, found) if part),
        signing=("检查人员签名", "检查人员签名", "日期"),
        foot=f"检查 {inspection.id} · 第 {inspection.revision} 次修订 · 记录的哈希值 {digest}",
        notice=_notice(inspection),
        **wording.door(inspection),
    )


def _notice(inspection: Inspection) -> str:
    if inspection.state == "withdrawn":
        return "这次检查已撤回，不产生结果。"
    return "" if inspection.state in SETTLED else "记录尚未复核，可能还有更正。"


def _visit(inspection: Inspection, found: Page) -> Iterator[tuple[str, tuple[str, ...]]]:
    folded = found.folded
    people = [f"{one.name}（执法证件 {one.certificate}）" for one in found.team]
    yield "检查人员", tuple(people) or (NOTHING,)
    yield "出示证件", tuple(wording.minute(one.at) for one in found.arrival.shown) or ("没有亮码记录",)
    codes = [
        f"{wording.minute(one.at)} {one.body['code']}（{words('code_means', one.body['means'], CHINESE)}）"
        for one in found.arrival.codes
    ]
    if codes:
        yield "扫码入企", tuple(codes)
    day = folded["started"] or folded["record"].get("date")
    yield "检查日期", (day if isinstance(day, str) and day else NOTHING,)
    if inspection.finished_at:
        yield "检查结束", (wording.minute(inspection.finished_at),)


def _parts(inspection: Inspection, found: Page) -> Iterator[Part | None]:
    yield _not_possible(found.folded)
    yield _measured(found)
    yield _answers(found)
    yield _drawn(found)
    yield _violations(inspection, found)
    yield _photos(found)
    yield _consent(found)


def _not_possible(folded: Mapping[str, Any]) -> Part | None:
    lost = folded["not_possible"]
    return Part("未能检查", (words("not_possible", lost["reason"], CHINESE),)) if lost else None


def _measured(found: Page) -> Part | None:
    judged = found.judged
    if not judged.tables:
        return None
    said = (f"判定所用：{'；'.join(judged.editions)}",) if judged.editions else ()
    return Part("测量值与限值", said, tables=tuple(map(wording.listing, judged.tables)))


def _answers(found: Page) -> Part | None:
    if not found.answers:
        return None
    rows = tuple((f"{one.at} {one.item}".strip(), one.answer) for one in found.answers)
    return Part("检查表", tables=(Listing("", ("检查项", "回答"), rows, (3, 1)),))


def _drawn(found: Page) -> Part | None:
    if not found.drawn:
        return None
    lines = []
    for title, one in found.drawn:
        numbers = "、".join(map(str, one.drawn))
        lines.append(f"{title}：从 {one.size} 件中抽取 {len(one.drawn)} 件，件号 {numbers}。")
    return Part("随机抽取的样品", tuple(lines))


def _violations(inspection: Inspection, found: Page) -> Part | None:
    programme = rules_of(inspection)
    told = Words(programme, CHINESE)
    said = [reading.violation(entry, told) for entry in outcomes.violations(found.folded, programme)]
    return Part("检查人员记录的违法行为", points=wording.points(said)) if said else None


def _photos(found: Page) -> Part | None:
    if not found.photos:
        return None
    said = tuple(Point(row.caption or "（无说明）", (f"SHA-256 {row.sha256}",)) for row in found.photos)
    return Part("现场照片", points=said)


def _consent(found: Page) -> Part:
    signature, refusal = found.folded["signature"], found.folded["refusal"]
    title = "被检查人签名"
    if refusal:
        reason, witness = refusal.get("reason") or NOTHING, refusal.get("witness") or NOTHING
        return Part(title, ("被检查人拒绝签名。", f"理由：{reason}", f"见证人：{witness}"))
    if not signature:
        return Part(title, ("没有签名，也没有拒绝签名的记录。",))
    same = "签名时所示的记录与本记录相同。" if found.signed_as_shown else "签名之后记录有过改动。"
    said = [f"签名人：{signature['name']}", same, f"签名时所示记录的哈希值：{signature['record_sha256']}"]
    files, drawn = FileStore(edge.settings().files), signature["strokes_sha256"]
    if not files.has(drawn):
        return Part(title, (*said, "手写签名的图像尚未收到。"))
    try:
        picture = photos.printable(files.get(drawn))
    except photos.Unreadable:
        return Part(title, (*said, "手写签名的图像无法显示。"))
    return Part(title, tuple(said), picture=picture, picture_says=f"{signature['name']}的手写签名")
