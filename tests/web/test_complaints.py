"""The register of complaints: entered by hand, withdrawn, never thrown away."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from server.store.complaints import Complaint
from tests.web.tablets import fresh

PAGE = "/office/complaints/"
GIVEN = {"programme": "market_scales", "day": "2026-03-01", "source": "12315 第 8 号", "note": "<b>缺秤"}


@pytest.fixture
def database_url(sqlite_url):
    """The pages ask nothing that the two databases answer differently."""
    return sqlite_url


def test_a_complaint_is_entered_listed_and_withdrawn(session, sign_in, make):
    row, office = make.object(name="荷花市场"), sign_in("supervisor")
    page = office.post(PAGE, data={**GIVEN, "number": f" {row.number} "}, follow_redirects=True).text
    assert "投诉举报已录入" in page
    assert "&lt;b&gt;缺秤" in page
    found = fresh(session).scalars(select(Complaint)).one()
    assert (found.object_id, found.day.isoformat()) == (row.id, "2026-03-01")
    assert "荷花市场" in office.get(f"{PAGE}?q=12315&programme=market_scales").text
    assert "荷花市场" not in office.get(f"{PAGE}?programme=eyewear").text
    assert "已撤回" in office.post(f"{PAGE}{found.id}/withdraw", follow_redirects=True).text
    assert office.post(f"{PAGE}{found.id}/withdraw").status_code == 409
    assert fresh(session).get(Complaint, found.id).withdrawn_at is not None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", ""),
        ("number", "nowhere"),
        ("programme", "magic"),
        ("day", "2026-03-03"),
        ("day", "gestern"),
        ("source", ""),
        ("note", "x" * 501),
    ],
)
def test_what_is_wrong_is_named_at_its_field(session, sign_in, make, field, value):
    row, office = make.object(), sign_in("supervisor")
    answer = office.post(PAGE, data={**GIVEN, "number": row.number, field: value})
    assert (answer.status_code, f'id="e-{field}"' in answer.text) == (422, True)
    assert session.scalars(select(Complaint)).all() == []
