"""Files in the columns of the national system, and the page of what was handed over."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import openpyxl
import pytest

from server.store.national_records import NationalRecord

BASE = "/office/national-records/"


@pytest.fixture
def database_url(sqlite_url):
    """The pages ask nothing that the two databases answer differently."""
    return sqlite_url


def rows(answer):
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_each_item_of_what_is_in_force_has_its_row(sign_in, make):
    first = make.outcome()
    make.outcome(first.object, corrects=first, category="open_matter")
    own = make.outcome(make.object(number="LOCAL-1", name="=甲店"), category="no_problem")
    make.commit()
    answer = sign_in("supervisor").get(f"{BASE}export.csv", buffered=False)
    corrected, other = rows(answer)
    assert answer.mimetype == "text/csv"
    assert corrected["统一社会信用代码"] == first.object_number
    assert (corrected["检查结果"], corrected["序号"]) == ("发现问题待后续处理", "1")
    assert corrected["抽查完成日期"] == "2026-03-02"
    assert corrected["检查事项"] == "在用计量器具监督检查"
    assert (other["统一社会信用代码"], other["名称"]) == ("", f"'{own.object_name}")
    assert {row["抽查类型"] for row in (corrected, other)} == {""}


def test_the_period_is_that_of_the_place_and_both_its_days_count(sign_in, make):
    midnight = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)  # 5 March in Shanghai
    inside = make.outcome(published_at=midnight)
    make.outcome(published_at=midnight.replace(hour=15, minute=59))
    make.outcome(programme="eyewear", published_at=midnight)
    make.commit()
    office = sign_in("supervisor")
    query = "first=2026-03-05&last=2026-03-05&programme=market_scales"
    assert [row["名称"] for row in rows(office.get(f"{BASE}export.csv?{query}"))] == [inside.object_name]
    with office.get(f"{BASE}export.xlsx?{query}") as answer:
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
    assert [row[1].value for row in book["抽查检查结果公示"]] == ["名称", inside.object_name]
    assert ["抽查机关", "insAuth", "A"] in [[cell.value for cell in row[:3]] for row in book["列与来源"]]


def test_a_bad_day_is_named_at_its_field_and_gives_no_file(sign_in):
    answer = sign_in("supervisor").get(f"{BASE}export.xlsx?first=yesterday&last=9999-12-31")
    assert (answer.status_code, 'id="e-first"' in answer.text) == (422, True)
    answer = sign_in("supervisor").get(f"{BASE}export.csv?last=9999-12-31")
    assert (answer.status_code, 'id="e-last"' in answer.text) == (422, True)


def test_what_was_handed_over_is_listed_with_its_answer(sign_in, make, session, clock):
    row = make.outcome()
    handed = {"attempts": 2, "handed_at": clock.now, "answered_at": clock.now}
    session.add(NationalRecord(outcome_id=row.id, standing="refused", answer="<b>代码不符", **handed))
    make.commit()
    office = sign_in("supervisor")
    page = office.get(f"{BASE}?state=refused").text
    assert row.number in page
    assert "&lt;b&gt;代码不符" in page
    assert "第 2 次" in page
    assert row.number not in office.get(f"{BASE}?state=accepted").text
