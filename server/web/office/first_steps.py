"""What a new office does first, in order: shown on the front page until the first draw is there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from server.domain import permissions
from server.store import draws_queries, plans_queries, registers_queries, users_queries
from server.web.languages import gettext


@dataclass(frozen=True)
class Step:
    """One step: what to do, the page where it is done (none when it is done elsewhere), whether it is done."""

    text: str
    address: str
    done: bool


def steps(session: Session, role: str) -> list[Step]:
    """Return the steps for somebody of ``role``; none once something was drawn."""
    if _any(session, draws_queries.listing()):
        return []
    return list(_steps(session, role))


def _steps(session: Session, role: str) -> Iterator[Step]:
    divisions = bool(registers_queries.divisions(session))
    yield Step(gettext("录入行政区划：在服务器上运行 fair-scale divisions，见运行手册。"), "", divisions)
    yield _on_page(
        role,
        "register.import",
        "office_imports.index",
        gettext("导入检查对象名录。"),
        registers_queries.has_entries(session, "object"),
    )
    yield _on_page(
        role,
        "register.import",
        "office_imports.index",
        gettext("导入执法检查人员名录。"),
        registers_queries.has_entries(session, "inspector"),
    )
    accounts = users_queries.accounts(role=permissions.INSPECTOR)
    yield _on_page(
        role,
        "user.edit",
        "office_users.index",
        gettext("由系统管理员为监管负责人和检查人员开设账号。"),
        _any(session, accounts),
    )
    plans = plans_queries.listing(state="published")
    yield _on_page(
        role, "plan.edit", "office_plans.add", gettext("编制并公布第一个抽查计划。"), _any(session, plans)
    )
    yield _on_page(role, "draw.commit", "office_draws.new", gettext("在见证人面前封存名单并抽取。"), False)


def _on_page(role: str, permission: str, endpoint: str, text: str, done: bool) -> Step:
    address = url_for(endpoint) if permissions.holds(role, permission) else ""
    return Step(text, address, done)


def _any(session: Session, query: Select) -> bool:
    return bool(session.scalar(select(exists(query.order_by(None)))))
