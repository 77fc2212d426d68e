"""The notice of results 检查结果告知书: the published version in force, item by item, with what the business can do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from server.documents.minutes import Listing
from server.documents.papers import Paper, Part
from server.domain.problems import Problem
from server.domain.texts import words
from server.store import outcomes_office
from server.store.inspections import Inspection
from server.store.outcomes import Outcome
from server.web import edge, reading, result_categories
from server.web.catalogue import catalogue
from server.web.database import db
from server.web.papers import wording
from server.web.papers.wording import CHINESE
from server.web.reading import Document

TITLE = "检查结果告知书"


def of(inspection: Inspection) -> Paper:
    """Return the notice of an inspection's result; :class:`Problem` ``not_found`` before it is published."""
    outcome = outcomes_office.of_inspection(db.session(), inspection.id)
    if outcome is None:
        raise Problem("not_found", what=inspection.id)
    return _paper(inspection, outcome)


def _paper(inspection: Inspection, outcome: Outcome) -> Paper:
    document = reading.read(outcome.content, CHINESE, catalogue)
    authority = document.content["authority"]
    return Paper(
        title=TITLE,
        subtitle=f"{authority} · {outcome.number} · 第 {outcome.version} 版",
        author=authority,
        at=outcome.published_at,
        facts=(
            *wording.object_facts(inspection, document.content["object"]),
            ("检查日期", (outcome.inspected_on.isoformat(),)),
            ("公布时间", (wording.minute(outcome.published_at),)),
            ("公开的结果", (edge.outside(f"/outcomes/{outcome.number}"),)),
        ),
        parts=tuple(part for part in _parts(document, outcome) if part),
        signing=("检查机关（印章）", "日期", *wording.SIGNING),
        foot=f"{outcome.number} 第 {outcome.version} 版 · SHA-256 {outcome.content_sha256}",
        **wording.door(inspection),
    )


def _parts(document: Document, outcome: Outcome) -> Iterator[Part | None]:
    yield Part("更正的理由", (outcome.reason,)) if outcome.reason else None
    yield _result(document.content, outcome, document.summary)
    yield _points("不符合之处", document.of_severity("violation"))
    yield _points("违法行为与依据", document.violations)
    if document.editions:
        yield Part("判定依据", tuple(map(wording.basis_line, document.editions)))
    yield Part(
        "陈述、申辩与异议",
        (
            "可以在被检查人页面提交陈述申辩，随公开的结果一并显示；没有链接的，可以向检查机关索取。",
            "认为公布的结果有错误的，可以提出异议并附证据，检查机关自收到之日起 20 个工作日内书面答复。"
            "依据：企业信息公示暂行条例第十三条（按 2014 年文本；2024 年修订后的条文待核对）",
        ),
    )


def _result(content: dict[str, Any], outcome: Outcome, summary: str) -> Part:
    known = result_categories.known()
    rows = tuple(
        (row["item"]["zh"], known[row["category"]].zh if row["category"] in known else row["category"])
        for row in content["items"]
    )
    said = [f"判定：{words('verdict', outcome.verdict, CHINESE)}"]
    if content["not_possible"]:
        said.append(f"未能检查：{words('not_possible', content['not_possible'], CHINESE)}")
    return Part(
        "检查结果",
        (*said, *filter(None, [summary])),
        tables=(Listing("", ("检查项目" if len(rows) > 1 else "检查事项", "检查结果"), rows, (1, 1)),),
    )


def _points(title: str, said: Any) -> Part | None:
    return Part(title, points=wording.points(said)) if said else None
