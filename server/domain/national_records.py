"""Records in the columns of the national publicity system 国家企业信用信息公示系统, 抽查检查结果公示.

The fields marked A were read in programs that read the national site and in the interface page of a data vendor, all
public; the wordings of the results are those of :mod:`server.domain.results`. No official interface description was
found, so what an authority's link takes is for that authority to confirm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from server.domain import uscc
from server.domain.results import Category


@dataclass(frozen=True)
class Column:
    """``name`` is the field of the national system, empty for what stands on the page of the business there; ``trust``
    says how far it is known; ``filled`` is no when this system does not keep it."""

    key: str
    name: str
    zh: str
    trust: str
    filled: bool = True


COLUMNS = (
    Column("uscc", "", "统一社会信用代码", "A"),
    Column("object_name", "", "名称", "A"),
    Column("plan_number", "raninsPlanId", "抽查计划编号", "A"),
    Column("plan_title", "raninsPlaneName", "抽查计划名称", "A"),
    Column("task_number", "raninsTaskId", "抽查任务编号", "A"),
    Column("task_title", "raninsTaskName", "抽查任务名称", "A"),
    Column("type", "raninsTypeName", "抽查类型", "A", filled=False),
    Column("authority", "insAuth", "抽查机关", "A"),
    Column("finished_on", "insDate", "抽查完成日期", "A"),
    Column("item_number", "seqno", "序号", "A"),
    Column("item", "raninsItemName", "检查事项", "A"),
    Column("result", "raninsCheckResName", "检查结果", "A"),
)


def records(
    content: Mapping[str, Any], zone: ZoneInfo, categories: Mapping[str, Category]
) -> Iterator[dict[str, str]]:
    """Yield a record for each inspection item of a published document: the text of every column by its key.

    The task is the draw; its name is that of the plan, as on the national site. The day is that of the end of the
    inspection in ``zone``; ``categories`` give the wordings of the results. An object without a valid code is left
    without one: the national system has no place for it.
    """
    plan, found = content["plan"], content["object"]
    finished = datetime.fromisoformat(content["finished_at"]).astimezone(zone)
    shared = {
        "uscc": found["number"] if uscc.is_valid(found["number"]) else "",
        "object_name": found["name"],
        "plan_number": plan["number"],
        "plan_title": plan["title"],
        "task_number": content["draw"]["number"],
        "task_title": plan["title"],
        "type": "",
        "authority": content["authority"],
        "finished_on": finished.date().isoformat(),
    }
    for place, entry in enumerate(content["items"], 1):
        result = categories[entry["category"]]
        yield {**shared, "item_number": str(place), "item": entry["item"]["zh"], "result": result.zh}
