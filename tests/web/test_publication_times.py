"""The pages of publication at a set time: typed at the authority's place, listed, cancelled."""

# ruff: noqa: F811 - fixtures of another module are asked for by their names

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from server.store.publication_times import PublicationTime
from tests.services.test_outcomes import approved, files  # noqa: F401
from tests.web.tablets import fresh

TIMES = "/office/publication/times/"


@pytest.fixture
def database_url(sqlite_url):
    """The pages ask nothing that the two databases answer differently."""
    return sqlite_url


def test_a_time_is_set_listed_and_cancelled(session, sign_in, approved, clock):
    row, office = approved(), sign_in("supervisor")
    base = f"/office/inspections/{row.id}"
    set_to = {"at": "2026-03-02T18:00"}
    assert "已设定公布时间" in office.post(f"{base}/publish-at", data=set_to, follow_redirects=True).text
    assert fresh(session).get(PublicationTime, row.id).at == datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    assert "将于 2026-03-02 18:00 公布" in office.get(base).text
    assert row.object.name in office.get(TIMES).text
    assert "publish-due" not in office.get(TIMES).text
    clock.forward(hours=10)
    assert "fair-scale publish-due 没有运行" in office.get(TIMES).text
    assert "已取消" in office.post(f"{TIMES}{row.id}/cancel", follow_redirects=True).text
    assert fresh(session).get(PublicationTime, row.id) is None


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("", "必须填写"),
        ("soon", "“soon”不是日期和时间"),
        ("2026-03-03T09:00+00:00", "不是日期和时间"),
        ("0001-01-01T00:00", "不是日期和时间"),
        ("2026-03-01T09:00", "时间已过"),
    ],
)
def test_a_bad_time_is_named_at_its_field(session, sign_in, approved, at, said):
    row, office = approved(), sign_in("supervisor")
    page = office.post(f"/office/inspections/{row.id}/publish-at", data={"at": at})
    assert (page.status_code, f"{said}" in page.text, 'id="e-at"' in page.text) == (422, True, True)
    assert fresh(session).get(PublicationTime, row.id) is None


def test_a_plan_gets_one_time(session, sign_in, approved):
    row, office = approved(), sign_in("supervisor")
    plan_id = row.assignment.draw.plan_id
    page = office.post(TIMES, data={"plan_id": plan_id, "at": "2026-03-03T09:00"}, follow_redirects=True)
    assert "已为 1 项结果设定公布时间" in page.text
    page = office.post(TIMES, data={"plan_id": "", "at": "2026-03-03T09:00"})
    assert (page.status_code, 'id="e-plan_id"' in page.text) == (422, True)
