"""Ratings: sums that join what is shown five visits at a time, so that nobody can tell who said what."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from server.domain.problems import Problem
from server.services import business_pages, ratings
from server.services.actors import Actor
from server.services.audit import new_id
from server.store.assignments import Assignment
from server.store.audit import AuditEntry
from server.store.inspections import Inspection
from server.store.ratings import Rating
from tests.published import draw, inspection
from tests.web.tablets import join

BUSINESS = Actor("", "business", "public")


@pytest.fixture
def visit(session, make, supervisor, clock):
    """Makes a finished visit of the unit 计量科 with its page; each of its own draw."""

    def visit(state="published"):
        row = inspection(make, make.object(), draw(make), "market_scales", state=state)
        join(make, row, make.inspector(unit="计量科").id)
        business_pages.open(session, supervisor, clock.now, inspection_id=row.id)
        session.commit()
        return row

    return visit


@pytest.fixture
def rate(session, clock, zone):
    def rate(row, **answers):
        try:
            ratings.give(session, BUSINESS, clock.now, inspection_id=row.id, answers=answers, zone=zone)
            session.commit()
        except Problem:
            session.rollback()
            raise

    return rate


def test_nothing_is_shown_before_the_fifth_visit_nor_between_the_fifth_and_the_tenth(session, visit, rate):
    shown = []
    for n in range(7):
        rate(visit(), fair="5" if n else "1", explained="4")
        row = session.scalars(select(Rating).execution_options(populate_existing=True)).one()
        shown.append((row.visits, row.answers))
    fifth = (5, {"fair": {"1": 1, "5": 4}, "explained": {"4": 5}})
    assert shown == [(0, {})] * 4 + [fifth] * 3
    assert (row.unit, row.year, row.waiting["visits"]) == ("计量科", 2026, 2)


def test_a_visit_with_two_records_is_rated_once(session, make, supervisor, clock, visit, rate):
    row = visit()
    own = row.assignment
    same = {
        name: getattr(own, name) for name in ("draw_id", "object_id", "order", "stratum", "ticket", "team")
    }
    beside = make._add(
        Assignment(
            id=new_id(make.now), programme="legal_units", state="finished", created_at=make.now, **same
        )
    )
    other = make._add(
        Inspection(
            id=new_id(make.now),
            assignment_id=beside.id,
            object_id=own.object_id,
            programme="legal_units",
            state="published",
        )
    )
    business_pages.open(session, supervisor, clock.now, inspection_id=other.id)
    rate(row, fair="5")
    with pytest.raises(Problem, match="rating_given"):
        rate(other, fair="1")


def test_the_log_names_no_visit(session, visit, rate):
    row = visit()
    rate(row, fair="1")
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "rating.give")).one()
    assert entry.body == {}
    assert entry.noun_id == session.scalars(select(Rating.id)).one()


@pytest.mark.parametrize(
    ("state", "answers", "code"),
    [
        ("published", {}, "rating_empty"),
        ("published", {"fair": "6"}, "rating_choice"),
        ("open", {"fair": "1"}, "rating_early"),
        ("withdrawn", {"fair": "1"}, "rating_early"),
    ],
)
def test_a_bad_rating_changes_nothing(session, visit, rate, state, answers, code):
    with pytest.raises(Problem, match=code):
        rate(visit(state), **answers)
    assert session.scalars(select(Rating)).all() == []


def test_a_visit_is_rated_once(session, visit, rate):
    row = visit()
    rate(row, fair="5")
    with pytest.raises(Problem, match="rating_given"):
        rate(row, fair="1")
    assert session.scalars(select(Rating)).one().waiting["answers"] == {"fair": {"5": 1}}
