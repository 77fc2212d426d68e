"""The public list of outcomes: what it finds, in which order, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

from server.services.audit import Change, append
from server.store.outcomes_queries import (
    COLUMNS,
    Search,
    content,
    count,
    everything,
    listed,
    of_object,
    shown,
    stamp,
)


@pytest.fixture
def numbers(session):
    def numbers(page: int = 1, size: int = 20, **narrowed) -> list[str]:
        search = Search(**narrowed)
        found = [row["number"] for row in listed(session, search, page, size).rows]
        if page == 1 and size >= 20:
            assert count(session, search) == len(found)
        return found

    return numbers


def test_the_newest_publication_comes_first_with_all_columns(session, make, numbers) -> None:
    first = make.outcome(published_at=datetime(2026, 3, 2, 1, tzinfo=UTC))
    second = make.outcome(published_at=datetime(2026, 3, 3, 16, 30, 5, 999, tzinfo=UTC))
    assert numbers() == [second.number, first.number]
    row = listed(session, Search(), 1, 20).rows[0]
    assert tuple(row) == COLUMNS
    assert (row["inspected_on"], row["published_at"]) == ("2026-03-02", "2026-03-03T16:30:05Z")


def test_only_the_version_in_force_is_listed(session, make, numbers) -> None:
    first = make.outcome()
    second = make.outcome(first.object, corrects=first)
    assert numbers() == [second.number]
    assert listed(session, Search(), 1, 20).rows[0]["version"] == 2
    found = shown(session, first.number)
    told = [(row.version, row.current, row.content == second.content) for row in found]
    assert told == [(2, True, True), (1, False, False)]
    assert found[0].published_at == second.published_at
    assert [row.content for row in shown(session, first.number, 1)] == [None, first.content]
    assert shown(session, "none") == []
    assert content(session, first.number, 1) != content(session, first.number, 2)
    assert content(session, first.number, 3) is None


def test_each_filter_narrows_and_together_they_narrow_more(make, numbers) -> None:
    here = make.object(division="379901")
    there = make.object(division="379902")
    a = make.outcome(here, category="no_problem", inspected_on=date(2026, 3, 1)).number
    b = make.outcome(there, category="open_matter", inspected_on=date(2026, 3, 5)).number
    c = make.outcome(programme="net_content", inspected_on=date(2026, 3, 9)).number
    assert set(numbers(programme="market_scales")) == {a, b}
    assert numbers(verdict="pass") == [c]
    assert numbers(category="open_matter") == [b]
    assert numbers(division="379902") == [b]
    assert set(numbers(division="3799")) == {a, b, c}
    assert set(numbers(first=date(2026, 3, 5))) == {b, c}
    assert set(numbers(last=date(2026, 3, 5))) == {a, b}
    assert numbers(programme="market_scales", first=date(2026, 3, 5), division="379902", verdict="fail") == [
        b
    ]
    assert numbers(programme="eyewear") == []


def test_every_word_must_occur_in_name_number_or_place(make, numbers) -> None:
    make.division("379901")
    market = make.outcome(make.object(name="Lotus 荷花农贸市场", address="海岳市东城区荷花路 12 号"))
    shop = make.outcome(make.object(name="明眸眼镜", address="海岳市西城区 100% 大厦", division="379902"))
    assert numbers(words="荷花") == [market.number]
    assert numbers(words="lotus") == [market.number]
    assert numbers(words="荷花 12 东城") == [market.number]
    assert numbers(words="荷花 明眸") == []
    assert numbers(words=shop.object_number) == [shop.number]
    assert numbers(words=shop.number) == [shop.number]
    assert numbers(words="East") == [market.number]
    assert numbers(words="100%") == [shop.number]
    assert numbers(words="%") == [shop.number]
    assert numbers(words="_") == []
    assert numbers(words="'; --") == []


def test_pages_follow_one_another_and_end(make, numbers) -> None:
    made = [make.outcome().number for _ in range(5)][::-1]
    assert numbers(1, 2) + numbers(2, 2) + numbers(3, 2) == made
    assert numbers(4, 2) == []


def test_the_stamp_moves_with_every_publication_and_every_audited_change(
    session, make, supervisor, now
) -> None:
    seen = {stamp(session)}
    made = make.outcome()
    seen.add(stamp(session))
    make.outcome(made.object, corrects=made)
    seen.add(stamp(session))
    append(session, supervisor, now, "test", Change("outcome", made.id))
    seen.add(stamp(session))
    assert len(seen) == 4


def test_everything_streams_every_version_with_its_content_in_order_of_publication(session, make) -> None:
    first = make.outcome()
    second = make.outcome(first.object, corrects=first)
    other = make.outcome()
    session.expire_all()
    found = [(row.number, row.version, row.content) for row in everything(session)]
    assert [entry[:2] for entry in found] == [(first.number, 1), (second.number, 2), (other.number, 1)]
    assert all(entry[2] for entry in found)


def test_the_outcomes_of_an_object_are_all_kept_the_latest_inspection_first(session, make) -> None:
    object = make.object()
    old = make.outcome(object, inspected_on=date(2025, 3, 2))
    new = make.outcome(
        object, inspected_on=date(2026, 3, 2), published_at=old.published_at - timedelta(days=1)
    )
    make.outcome()
    assert [row.number for row in of_object(session, object.id)] == [new.number, old.number]


def test_a_count_reads_the_index_alone(session, make) -> None:
    if session.get_bind().dialect.name != "sqlite":
        pytest.skip("the plan of SQLite is what is looked at")
    query = (
        "SELECT count(*) FROM outcomes WHERE current = true AND programme = 'a' AND verdict = 'b' "
        "AND category = 'c' AND division >= '1' AND division < '2' AND inspected_on >= '2026-01-01'"
    )
    plan = " ".join(row.detail for row in session.execute(text(f"EXPLAIN QUERY PLAN {query}")))
    assert "COVERING INDEX ix_outcomes_list" in plan
