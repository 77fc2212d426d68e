"""The menu of the office: its entries, who sees them, and the pages at which each is marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import request

from server.web.languages import gettext


@dataclass(frozen=True)
class Entry:
    """An entry leads to ``endpoint`` and shows to those who hold ``permission``; it is marked on all pages of its own
    blueprint and of ``also``."""

    endpoint: str
    permission: str
    text: str
    also: frozenset[str]

    @property
    def here(self) -> bool:
        """Whether the page that is shown belongs to this entry."""
        return request.blueprint == self.endpoint.partition(".")[0] or request.blueprint in self.also


def _entry(noun: str, permission: str, text: str, *also: str) -> Entry:
    return Entry(f"office_{noun}.index", permission, text, frozenset(f"office_{one}" for one in also))


def entries(may: Callable[[str], bool]) -> Iterator[Entry]:
    """Give the entries that somebody sees who ``may`` do this or that, in the reader's language."""
    return (entry for entry in _all() if may(entry.permission))


def _all() -> Iterator[Entry]:
    yield _entry("deadlines", "deadline.read", gettext("期限"))
    yield _entry(
        "registers", "office.read", gettext("名录库"),
        "imports", "objects", "inspectors", "instruments", "products",
    )  # fmt: skip
    yield _entry("plans", "office.read", gettext("计划"), "raised_ratios")
    yield _entry("draws", "office.read", gettext("抽取"))
    yield _entry("assignments", "office.read", gettext("任务"), "merged_visits")
    yield _entry("inspections", "inspection.read", gettext("检查与复核"), "entries", "photos", "papers")
    yield _entry(
        "outcomes", "inspection.read", gettext("公布"),
        "corrections", "publication", "publication_times", "national_records", "results",
    )  # fmt: skip
    yield _entry("rectifications", "inspection.read", gettext("整改"), "servings")
    yield _entry("handovers", "inspection.read", gettext("移送"), "penalties")
    yield _entry("look_backs", "inspection.read", gettext("回头看"))
    yield _entry("businesses", "inspection.read", gettext("异议与陈述"), "complaints", "ratings")
    yield _entry("labels", "label.print", gettext("标签"))
    yield _entry("devices", "office.read", gettext("平板"), "enrolment_codes", "rescues")
    yield _entry("users", "user.edit", gettext("账号管理"))
    yield _entry("editions", "office.read", gettext("标准版本"), "edition_forms")
    yield _entry("calendar", "office.read", gettext("日历"))
    yield _entry("audit", "audit.read", gettext("日志"))
