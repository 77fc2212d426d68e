"""Published outcomes as files: CSV for spreadsheets, JSON lines for programs, and the dictionary of their fields.

Both files have one entry for each published version and the same fields; JSON lines add the frozen document itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from server.documents.spreadsheets import csv_chunks


@dataclass(frozen=True)
class Version:
    """One published version: the frozen text, whether it is the one in force, its hash, and the address of its page."""

    content: str
    current: bool
    content_sha256: str
    url: str


@dataclass(frozen=True)
class Field:
    """A field: its name, its kind (text, integer, boolean, day, instant, list), what it means, where it comes from."""

    name: str
    kind: str
    zh: str
    en: str
    value: Callable[[Version, Mapping[str, Any]], Any]


def _in(*path: str) -> Callable[[Version, Mapping[str, Any]], Any]:
    def value(_version: Version, content: Mapping[str, Any]) -> Any:
        found: Any = content
        for step in path:
            found = found.get(step) if isinstance(found, Mapping) else None
        return found

    return value


def _several(*path: str) -> Callable[[Version, Mapping[str, Any]], list[Any]]:
    return lambda version, content: _in(*path)(version, content) or []


def _each(name: str, key: str) -> Callable[[Version, Mapping[str, Any]], list[Any]]:
    return lambda _version, content: [row.get(key) for row in content.get(name) or []]


FIELDS: tuple[Field, ...] = (
    Field("number", "text", "结果编号", "Number of the outcome", _in("number")),
    Field(
        "version",
        "integer",
        "版本，自 1 起；更正后为新版本",
        "Version, from 1; a correction is a new one",
        _in("version"),
    ),
    Field("current", "boolean", "是否为现行版本", "Whether this version is in force", lambda v, _: v.current),
    Field(
        "reason",
        "text",
        "更正的理由；第 1 版为空",
        "Reason of the correction; empty in version 1",
        _in("reason"),
    ),
    Field(
        "authority",
        "text",
        "检查机关；联合抽查中为发起部门",
        "Inspecting authority; the one that leads in a joint inspection",
        _in("authority"),
    ),
    Field(
        "taking_part",
        "list",
        "联合抽查的配合部门",
        "Authorities that join the inspection",
        _several("taking_part"),
    ),
    Field("programme", "text", "检查事项代码", "Code of the programme", _in("programme")),
    Field("plan_number", "text", "抽查计划编号", "Number of the plan", _in("plan", "number")),
    Field("plan_title", "text", "抽查计划名称", "Title of the plan", _in("plan", "title")),
    Field(
        "plan_programmes",
        "list",
        "计划的全部检查事项代码；联合抽查有几个",
        "Codes of all programmes of the plan; several in a joint inspection",
        _several("plan", "programmes"),
    ),
    Field("draw_number", "text", "抽取编号", "Number of the draw", _in("draw", "number")),
    Field("draw_commitment", "text", "抽取的承诺值", "Commitment of the draw", _in("draw", "commitment")),
    Field(
        "draw_order",
        "integer",
        "检查顺序号；公布时抽取尚未公开的为空",
        "Place in the order of visits; empty when the draw was not opened at publication",
        _in("draw", "order"),
    ),
    Field(
        "draw_stratum",
        "text",
        "抽取的层：区划/风险等级，联合抽查再加 /对象同属的检查事项；空缺同上",
        "Stratum that the object was drawn from: division/class, in a joint inspection with /programmes of the object; "
        "empty as above",
        _in("draw", "stratum"),
    ),
    Field(
        "draw_ticket", "text", "签号；空缺同上", "Ticket of the object; empty as above", _in("draw", "ticket")
    ),
    Field(
        "substitute_for",
        "text",
        "所递补对象的编号；非递补时为空",
        "Number of the object that this one replaced; empty when it was drawn itself",
        _in("draw", "substitute_for"),
    ),
    Field(
        "object_number",
        "text",
        "检查对象编号：统一社会信用代码，或名录库自编号",
        "Number of the object: its unified social credit code, or the register's own number",
        _in("object", "number"),
    ),
    Field("object_name", "text", "检查对象名称", "Name of the object", _in("object", "name")),
    Field("object_kind", "text", "检查对象类别代码", "Code of the kind of object", _in("object", "kind")),
    Field("address", "text", "地址", "Address", _in("object", "address")),
    Field(
        "division",
        "text",
        "行政区划代码（GB/T 2260）",
        "Code of the division (GB/T 2260)",
        _in("object", "division"),
    ),
    Field("inspected_on", "day", "检查日期", "Day of the inspection", _in("inspected_on")),
    Field("finished_at", "instant", "检查结束时刻", "When the inspection ended", _in("finished_at")),
    Field(
        "published_at", "instant", "本版本公布时刻", "When this version was published", _in("published_at")
    ),
    Field(
        "verdict",
        "text",
        "测量与检查表的判定：pass 符合，fail 不符合，undetermined 不能判定，not_judged 未作判定",
        "Verdict on measurements and checklist: pass, fail, undetermined, not_judged",
        _in("verdict"),
    ),
    Field(
        "not_possible",
        "text",
        "未能实施检查的原因代码；已实施时为空",
        "Code of the reason why the inspection was not possible; empty when it took place",
        _in("not_possible"),
    ),
    Field(
        "categories",
        "list",
        "各检查项目的检查结果代码，按项目顺序；检查事项不分项目的只有一个",
        "Codes of the results of the inspection items, in their order; one where the programme has none",
        _each("items", "category"),
    ),
    Field("violations", "list", "违法行为代码", "Codes of the violations", _each("violations", "code")),
    Field(
        "findings",
        "list",
        "判定中发现的问题代码",
        "Codes of the findings of the verdict",
        lambda _version, content: [
            row["code"] for row in (content.get("result") or {}).get("findings") or []
        ],
    ),
    Field(
        "content_sha256",
        "text",
        "公布文件的 SHA-256",
        "SHA-256 of the published document",
        lambda version, _: version.content_sha256,
    ),
    Field(
        "url", "text", "结果页面地址", "Address of the page of the outcome", lambda version, _: version.url
    ),
)
#: Stands in JSON lines only.
DOCUMENT = Field(
    "content", "object", "公布的文件全文", "The published document itself", lambda _version, content: content
)


def entry(version: Version) -> dict[str, Any]:
    """Return the fields of one version by name."""
    content = orjson.loads(version.content)
    return {field.name: field.value(version, content) for field in FIELDS}


def csv_pieces(versions: Iterable[Version]) -> Iterator[bytes]:
    """Return the CSV file piece by piece; a cell that would open a formula has an apostrophe before it.

    Lists are joined by semicolons, booleans are true or false, what is absent is empty.
    """
    rows = ([_text(value) for value in entry(version).values()] for version in versions)
    return csv_chunks([field.name for field in FIELDS], rows)


def json_lines(versions: Iterable[Version]) -> Iterator[bytes]:
    """Return the JSON lines file piece by piece; ``content`` is the frozen document as it was published."""
    for version in versions:
        yield orjson.dumps({**entry(version), DOCUMENT.name: orjson.Fragment(version.content)}) + b"\n"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return ";".join(map(_text, value))
    return str(value)
