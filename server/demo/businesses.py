"""What the businesses of the city say on their pages: replies, an objection, ratings of visits."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import select

from server.demo.findings import untouched
from server.demo.office import Office
from server.domain.permissions import PUBLIC
from server.domain.ratings import LEAST, QUESTIONS
from server.services import business_pages, objections, ratings, replies
from server.services.actors import Actor
from server.store import business_pages as stored
from server.store.business_pages import BusinessPage
from server.store.inspections import Inspection

BUSINESS = Actor("", "business", PUBLIC)
_REPLIES = (
    "检查后我单位已对有关问题逐项整改，请在公开结果旁一并说明。",
    "我单位对检查结果没有异议，有关问题已着手整改，完成后即提交材料。",
)
_OBJECTION = "我单位认为现场条件影响了检查结果，请求复核。"
_ANSWER = "经复核，原始记录和现场条件均符合检查方法要求，检查结果有效，维持不变。"


def invite(office: Office, inspection_id: str) -> None:
    """Give the business of an inspection its page, unless it has one."""
    with office.work() as unit:
        if stored.of_inspection(unit[0], inspection_id) is None:
            business_pages.open(*unit, inspection_id=inspection_id)


def reply(office: Office, n: int) -> str:
    """Let a business reply to a finding. Returns the reply's id; nothing when there is no finding."""
    found = _finding(office)
    if not found:
        return ""
    with office.work(BUSINESS) as unit:
        return replies.receive(*unit, inspection_id=found, text=_REPLIES[n]).id


def release(office: Office, reply_id: str) -> None:
    """Show a reply beside the public result."""
    with office.work() as unit:
        replies.release(*unit, reply_id=reply_id)


def object_to(office: Office) -> str:
    """Let a business object to a result. Returns the objection's id; nothing when there is no finding."""
    found = _finding(office)
    if not found:
        return ""
    with office.work(BUSINESS) as unit:
        row = objections.receive(
            *unit,
            inspection_id=found,
            text=_OBJECTION,
            files=office.files,
            zone=office.clock.zone,
            period=office.settings.objection_days,
        )
    return row.id


def answer(office: Office, objection_id: str) -> None:
    """Answer that an objection does not hold."""
    with office.work() as unit:
        objections.reject(*unit, objection_id=objection_id, answer=_ANSWER)


def rate(office: Office) -> None:
    """Let the newest visited businesses of the busiest unit rate their visits: as many as are needed to be shown."""
    with office.work() as (session, *_):
        query = (
            select(Inspection.id, Inspection.unit, Inspection.object_id)
            .where(Inspection.state == "published", Inspection.unit != "")
            .where(Inspection.id.not_in(select(BusinessPage.inspection_id)))
            .order_by(Inspection.finished_at.desc(), Inspection.id)
        )
        rows = session.execute(query).all()
    for busiest, _ in Counter(row.unit for row in rows).most_common(1):
        # One of each object: a visit under two programmes is rated once.
        visited = {row.object_id: row.id for row in reversed(rows) if row.unit == busiest}
        for inspection in list(visited.values())[-LEAST:]:
            _rate(office, inspection)


def _rate(office: Office, inspection: str) -> None:
    invite(office, inspection)
    office.clock.forward(minutes=6)
    answers = {question: office.chance.choice("34555") for question in QUESTIONS}
    with office.work(BUSINESS) as unit:
        ratings.give(*unit, inspection_id=inspection, answers=answers, zone=office.clock.zone)


def _finding(office: Office) -> str:
    """The finding that a business speaks about, with its page."""
    with office.work() as (session, *_):
        found = next((row.id for row in untouched(session)), "")
    if found:
        invite(office, found)
        office.clock.forward(minutes=9)
    return found
