"""What an administrator types, such as a sampling plan or a province's basis; and who confirms it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from server.services import editions
from server.services.actors import Actor
from server.store.editions import Edition

ADMINISTRATOR = Actor("01900000-0000-7000-8000-00000000000b", "administrator", "administrator")
SECOND = Actor("01900000-0000-7000-8000-00000000000c", "supervisor", "supervisor")
SOURCED = {"source": "国家市场监督管理总局公告原文", "trust": "B"}

#: Numbers made up for tests: those of the real document are for an office to enter.
PLAN = {
    "table": "sampling_plan",
    "id": "JJF1070-2023",
    "document": "JJF 1070-2023",
    "clause": "5.2",
    "edition": "2023",
    "from": "2024-10-12",
    **SOURCED,
    "rows": [
        {"from": "1", "from_closed": "yes", "to": "10", "to_closed": "yes", "t1_allowed": "0", "t2_allowed": "0"},
        {
            "from": "11", "from_closed": "yes", "to": "100", "to_closed": "yes",
            "sample": "11", "lambda": "0.9", "t1_allowed": "1", "t2_allowed": "0",
        },
        {"from": "101", "from_closed": "yes", "sample": "40", "lambda": "0.4", "t1_allowed": "2", "t2_allowed": "0"},
    ],
}  # fmt: skip

#: A plan of other rules that waits for its numbers.
FOREIGN = {**PLAN, "id": "OIML-R87-2016", "document": "OIML R 87", "edition": "2016", "from": "2016-01-01"}

ENERGY = "energy_labels"
CHECKLIST = {
    "name_zh": "能效标识",
    "name_en": "Energy labels",
    "id": "energy-2026",
    "document": "能源效率标识管理办法",
    "document_en": "Measures on energy efficiency labels",
    "edition": "2026 年第 1 版",
    "edition_en": "2026, first",
    "from": "2026-01-01",
    **SOURCED,
    "items": [
        {
            "code": "label_shown", "group": "object", "severity": "violation",
            "zh": "产品已加施能效标识", "en": "The product carries an energy label",
            "document": "能源效率标识管理办法", "clause": "测试条款", "clause_en": "test clause",
        },
        {
            "code": "label_filed", "group": "object", "severity": "hint",
            "zh": "标识信息可在备案系统中查到", "en": "The label is found in the filing system",
            "document": "能源效率标识管理办法", "clause": "测试条款",
        },
        {
            "code": "class_agrees", "group": "instrument", "severity": "violation",
            "zh": "标识等级与备案一致", "en": "The class on the label is the one that was filed",
            "document": "能源效率标识管理办法", "clause": "测试条款",
        },
    ],
}  # fmt: skip

BASIS = {
    "violation": "unverified",
    "level": "province",
    "region": "测试省",
    "region_en": "Test Province",
    "document": "测试省计量条例",
    "document_en": "Metrology Regulations of Test Province",
    "article": "第30条",
    "measure": "责令停止使用，可以并处罚款",
    "amount": "500元以上2000元以下",
    "amount_en": "CNY 500 to 2,000",
    "from": "2020-01-01",
    **SOURCED,
}

VIOLATION = {
    "code": "seal_opened",
    "zh": "擅自开启铅封",
    "en": "Seal opened without leave",
    "findings": ["seal_broken", "seal_missing"],
    "from": "2026-01-01",
    **SOURCED,
}

#: A rule made up for tests.
RULES = {
    "table": "unit_rules",
    "id": "units-2026",
    "document": "测试计量单位规定",
    "document_en": "Test rules on units",
    "clause": "第1条",
    "edition": "2026",
    "from": "2026-04-01",
    **SOURCED,
    "rows": [
        {
            "wrong": "石/担", "right": "千克 kg", "forms": "石，担", "where": "in_price",
            "level": "error", "finding": "unit_not_legal",
        },
        {
            "wrong": "Ｋｇｓ．", "right": "kg", "forms": "ｋｇ．，kg/s.", "where": "after_number",
            "level": "warning", "finding": "unit_written_wrong",
        },
    ],
    "without": ["ml"],
}  # fmt: skip

ENDING = {"violation": "unverified", "basis": "1", "to": "2026-03-01", **SOURCED}


def enter(session: Session, now: datetime, kind: str, programme: str, typed: dict[str, Any]) -> Edition:
    """Propose an edition."""
    return editions.enter(session, ADMINISTRATOR, now, kind=kind, programme=programme, typed=typed)


def confirmed(session: Session, now: datetime, kind: str, programme: str, typed: dict[str, Any]) -> Edition:
    """Propose an edition and let a second person confirm it."""
    edition = enter(session, now, kind, programme, typed)
    return editions.confirm(session, SECOND, now, edition_id=edition.id)
