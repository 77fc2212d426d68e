"""What all papers share: how they tell a basis, a moment, a table, and the page of the business."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask import Response, url_for

from server.documents.labels import svg
from server.documents.minutes import Listing
from server.documents.papers import Paper, Point, pdf
from server.domain.programmes.presentation import Cell, Table
from server.domain.registers import programme_words
from server.domain.texts import words
from server.store import business_pages
from server.store.inspections import Inspection
from server.store.plans import Plan
from server.web import edge
from server.web.attachments import attach
from server.web.catalogue import catalogue
from server.web.database import db
from server.web.reading import Basis, Said

CHINESE = "zh"
NOTHING = "—"
FROM_MEMORY = "（凭记忆，原文待核对）"
SIGNING = ("签收人签名", "日期")


def sent(paper: Paper, name: str) -> Response:
    """Return a paper as a file to be downloaded."""
    return attach(Response(pdf(paper), content_type="application/pdf"), f"{name}.pdf")


def programme_name(code: str) -> str:
    """Return the Chinese name of a programme."""
    return programme_words.name(code, CHINESE, catalogue())


def object_facts(
    inspection: Inspection, seen: Mapping[str, Any] | None = None
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return who was inspected, on what, by which plan and draw; ``seen`` is the object as it was published."""
    found, draw = inspection.object, inspection.assignment.draw
    seen = seen or {name: getattr(found, name) for name in ("name", "number", "address")}
    return (
        ("被检查人", (seen["name"],)),
        ("统一社会信用代码", (found.uscc or NOTHING,)),
        ("对象编号", (seen["number"],)),
        ("地址", (seen["address"] or NOTHING,)),
        ("检查事项", (programme_name(inspection.programme),)),
        ("抽查计划", (f"{draw.plan.number} {draw.plan.title}",)),
        *([("联合抽查", (_joint(draw.plan),))] if len(draw.plan.programmes) > 1 else []),
        ("随机抽取", (f"{draw.number} {draw.title}",)),
    )


def _joint(plan: Plan) -> str:
    told = "、".join(programme_name(code) for code in plan.programmes)
    if not plan.taking_part:
        return told
    return f"{told}；发起部门 {plan.authority}；配合部门 {'、'.join(plan.taking_part)}"


def points(said: Iterable[Said]) -> tuple[Point, ...]:
    """Return findings or violations as points with their bases under them."""
    return tuple(Point(one.text, tuple(f"依据：{basis_line(basis)}" for basis in one.basis)) for one in said)


def basis_line(basis: Basis) -> str:
    """Return a basis with its mark of trust."""
    return f"{basis.text}{FROM_MEMORY}" if basis.from_memory else basis.text


def listing(table: Table) -> Listing:
    """Return a table of measurements for paper."""
    title = table.caption
    if table.verdict:
        title = f"{title} · {words('verdict', table.verdict, CHINESE)}"
    rows = tuple(tuple(map(_cell, row)) for row in table.rows)
    return Listing(title, table.headers, rows, (1,) * len(table.headers))


def minute(instant: datetime) -> str:
    """Return an instant to the minute at the authority's place."""
    return edge.local(instant).strftime("%Y-%m-%d %H:%M")


def day(instant: datetime) -> str:
    """Return the day of an instant at the authority's place."""
    return edge.local(instant).date().isoformat()


def door(inspection: Inspection) -> dict[str, str]:
    """Return the QR code of the business's own page and what it says; nothing while the page has no code."""
    page = business_pages.of_inspection(db.session(), inspection.id)
    if page is None:
        return {}
    address = edge.outside(url_for("business.show", code=page.code))
    return {"code": svg(address), "code_says": "扫码打开被检查人页面，请勿转发"}


def _cell(cell: Cell) -> str:
    verdict = words("verdict", cell.verdict, CHINESE) if cell.verdict else ""
    return " ".join(filter(None, (verdict, cell.text, cell.unit)))
