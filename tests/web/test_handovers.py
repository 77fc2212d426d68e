"""Hand-overs on the pages: chosen, handed over with their evidence, followed to their end, unseen by the public."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from sqlalchemy import select

from server.store.handovers import Handover
from tests import archival
from tests.web.tablets import FAILING, carry, complete, fresh, jpeg, visit

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The services are tested on every database; here it makes no difference."""
    return sqlite_url


@pytest.fixture
def office(sign_in):
    return sign_in("supervisor")


@pytest.fixture
def inspection(client, make, office):
    """A failed inspection with a photo, published."""
    row = visit(make)
    complete(carry(client, make, row), row.id, FAILING, (jpeg(3),))
    given = {"revision": "1", "category-market_scales": "open_matter"}
    assert office.post(f"/office/inspections/{row.id}/approve", data=given).status_code == 302
    assert office.post(f"/office/inspections/{row.id}/publish").status_code == 302
    return row


@pytest.fixture
def hand_over(office, inspection):
    def hand_over(**changed):
        address = f"/office/handovers/make/{inspection.id}"
        seen = office.get(address).text.split('name="seen" value="')[1][:64]
        data = {
            "seen": seen,
            "kind": "authority",
            "recipient": "海岳市公安局",
            "reason": SCRIPT,
            "matter": "0",
        }
        return office.post(address, data={**data, **changed}, follow_redirects=True)

    return hand_over


def test_a_finding_is_handed_over_and_followed_to_its_end(client, office, session, inspection, hand_over):
    form = office.get(f"/office/handovers/make/{inspection.id}").text
    assert 'name="matter"' in form
    assert " checked" not in form
    assert " selected" not in form.split("<main")[1]
    public = [client.get(path).data for path in ("/outcomes/2026-000001", "/outcomes/2026-000001.json")]
    page = hand_over(last_day="2026-03-20").text
    assert "已移送，编号 T2026-000001。" in page
    assert SCRIPT not in page
    row = fresh(session).scalar(select(Handover))
    assert "T2026-000001" in office.get("/office/deadlines/?kind=handover&scope=all").text
    desk = f"/office/handovers/{row.id}"
    assert "必须填写" in office.post(f"{desk}/send-back", data={"text": " "}).text
    assert "已记录受理" in office.post(f"{desk}/take-up", data={"text": ""}, follow_redirects=True).text
    assert "已记录办结" in office.post(f"{desk}/conclude", data={"text": "罚款"}, follow_redirects=True).text
    assert office.post(f"{desk}/take-up").status_code == 409
    assert "T2026-000001" not in office.get("/office/deadlines/?kind=handover&scope=all").text
    shown = office.get(f"/office/inspections/{inspection.id}?lang=en").text
    assert "T2026-000001" in shown
    assert "Concluded" in shown
    assert "海岳市公安局" in office.get(f"{desk}?lang=en").text
    after = [client.get(path).data for path in ("/outcomes/2026-000001", "/outcomes/2026-000001.json")]
    assert after == public, "the public sees the published result, and nothing of the hand-over"


def test_the_evidence_holds_the_record_the_photos_as_received_and_the_logs(
    office, session, inspection, hand_over
):
    hand_over()
    row = fresh(session).scalar(select(Handover))
    with office.get(f"/office/handovers/{row.id}/evidence.zip") as answer:
        assert "T2026-000001.zip" in answer.headers["Content-Disposition"]
        data = answer.data
    with office.get(f"/office/handovers/{row.id}/evidence.zip?lang=en") as again:
        assert again.data == data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.read("photos/001.jpg") == jpeg(3)
        record = package.read("record.pdf")
        assert archival.faults(record) == []
        for words in ("现场检查记录", "1040 g", hashlib.sha256(jpeg(3)).hexdigest()):
            assert words in archival.text(record)
        assert office.get(f"/office/papers/records/{inspection.id}.pdf").data == record
        assert package.read("operations.jsonl").count(b"\n") > 10
        assert b"outcome.publish" in package.read("audit.jsonl")


def test_the_list_finds_by_name_and_state_and_is_empty_at_first(office, hand_over, inspection):
    assert "还没有移送" in office.get("/office/handovers/").text
    hand_over()
    for query, seen in (
        ("q=公安", True),
        ("state=handed_over", True),
        ("state=concluded", False),
        ("q=x", False),
    ):
        assert ("T2026-000001" in office.get(f"/office/handovers/?{query}").text) is seen, query
    assert "没有符合条件的记录" in office.get("/office/handovers/?state=concluded").text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"matter": ""}, "请至少选择一项要移送的内容"),
        ({"kind": "", "matter": "0"}, "必须填写"),
        ({"recipient": ""}, "必须填写"),
        ({"last_day": "2026-03-01"}, "期限不能早于今天"),
        ({"last_day": "soon"}, "soon"),
    ],
)
def test_a_bad_hand_over_names_its_field_and_keeps_what_was_typed(session, hand_over, changed, words):
    answer = hand_over(**{"reason": "涉嫌作弊", **changed})
    assert answer.status_code == 422
    assert words in answer.text
    assert "涉嫌作弊" in answer.text
    assert fresh(session).scalar(select(Handover)) is None


def test_what_is_still_reviewed_is_not_handed_over(client, make, office):
    row = visit(make)
    complete(carry(client, make, row), row.id, FAILING)
    assert office.get(f"/office/handovers/make/{row.id}").status_code == 409
    assert "/office/handovers/make/" not in office.get(f"/office/inspections/{row.id}").text
