"""The papers of an inspection: PDF/A, the same bytes however often and wherever they are made, the right Chinese."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pytest
from PIL import Image, ImageDraw
from sqlalchemy import select

from server.domain import outcomes, programmes
from server.domain.folding import record_digest
from server.store.rectifications import Rectification
from tests import archival
from tests.web.tablets import FAILING, carry, complete, fresh, jpeg, visit


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is told is made of values; the database makes no difference."""
    return sqlite_url


@pytest.fixture
def inspection(make):
    return visit(make)


@pytest.fixture
def tablet(client, make, inspection):
    return carry(client, make, inspection, name="李检查")


@pytest.fixture
def office(sign_in):
    return sign_in("supervisor")


def archived(client, address: str) -> str:
    """The words of a paper, after a look at everything that makes it fit for an archive."""
    answer = client.get(address)
    assert (answer.status_code, answer.content_type) == (200, "application/pdf"), answer.text
    assert archival.faults(answer.data) == []
    assert b"NotoSansCJKsc" in answer.data
    assert b"/Lang(zh-CN)" in answer.data
    assert client.get(address).data == answer.data
    assert client.get(f"{address}?lang=en").data == answer.data
    client.get(f"{address}?lang=zh")
    return archival.text(answer.data)


def signature() -> bytes:
    picture = Image.new("RGB", (300, 120), "white")
    ImageDraw.Draw(picture).line([(20, 90), (80, 20), (140, 100), (280, 30)], fill="black", width=5)
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def sign(tablet, inspection):
    drawn = signature()
    print_ = record_digest(FAILING)
    body = {"name": "赵老板", "strokes_sha256": hashlib.sha256(drawn).hexdigest(), "record_sha256": print_}
    tablet.entry(inspection.id, "signature", body)
    assert tablet.put(drawn).status_code == 200
    complete(tablet, inspection.id, FAILING, (jpeg(1),))


def publish(sign_in, inspection):
    form = {f"category-{one.code}": "ordered_to_correct" for one in outcomes.items_of(PROGRAMME)}
    desk = f"/office/inspections/{inspection.id}"
    sign_in("supervisor").post(f"{desk}/approve", data={"revision": 1, **form})
    second = sign_in("supervisor")
    second.post(f"{desk}/confirm", data={"revision": 1})
    assert second.post(f"{desk}/publish").status_code == 302


PROGRAMME = programmes.load("market_scales")


def test_the_record_tells_what_was_measured_and_signed_and_no_internal_note(office, tablet, inspection):
    tablet.set(inspection.id, ["checklist", "fair_scale_set", "answer"], "no")
    tablet.set(inspection.id, ["checklist", "fair_scale_set", "note"], "内部备注一")
    violation = {"key": "1", "code": "unqualified_used", "note": "内部备注二", "basis": [0], "path": None}
    tablet.entry(inspection.id, "violation", violation)
    sign(tablet, inspection)
    said = archived(office, f"/office/papers/records/{inspection.id}.pdf")
    for words in (
        "现场检查记录",
        "李检查",
        "1040 g",
        "JJG 539-2016",
        "使用不合格的计量器具",
        "中华人民共和国计量法",
        "签名人：赵老板",
        hashlib.sha256(jpeg(1)).hexdigest(),
        "记录尚未复核",
    ):
        assert words in said
    assert "内部备注" not in said


def encoded(mode: str, kind: str) -> bytes:
    made = BytesIO()
    Image.new(mode, (60, 30)).save(made, kind)
    return made.getvalue()


@pytest.mark.parametrize(
    "drawn", [encoded("CMYK", "JPEG"), encoded("RGB", "PNG")[:-12]], ids=["cmyk", "without an end"]
)
def test_no_signature_keeps_the_record_from_being_set(office, tablet, inspection, drawn):
    assert tablet.put(drawn).status_code == 200
    name = hashlib.sha256(drawn).hexdigest()
    body = {"name": "赵老板", "strokes_sha256": name, "record_sha256": "0" * 64}
    tablet.entry(inspection.id, "signature", body)
    complete(tablet, inspection.id, FAILING)
    assert "签名人：赵老板" in archived(office, f"/office/papers/records/{inspection.id}.pdf")


def test_a_refusal_stands_in_the_record_with_its_witness(office, tablet, inspection):
    tablet.entry(inspection.id, "refusal", {"reason": "不愿签", "witness": "居委会赵某"})
    complete(tablet, inspection.id, FAILING)
    said = archived(office, f"/office/papers/records/{inspection.id}.pdf")
    assert "被检查人拒绝签名。 理由：不愿签 见证人：居委会赵某" in said


def test_the_notice_of_rectification_stays_as_it_was_ordered(office, session, tablet, inspection, sign_in):
    complete(tablet, inspection.id, FAILING)
    order = {"rows": 1, "take-0": "yes", "item-0": "停用不合格的秤", "basis-0": "计量法第二十六条"}
    order["last_day"] = "2026-03-20"
    office.post(f"/office/rectifications/order/{inspection.id}", data=order)
    row = fresh(session).scalar(select(Rectification))
    address = f"/office/papers/rectifications/{row.id}.pdf"
    said = archived(office, address)
    for words in (
        "责令改正通知书",
        "R2026-000001",
        "2026-03-20（含当日）",
        "停用不合格的秤",
        "依据：计量法第二十六条",
    ):
        assert words in said
    before = office.get(address).data
    later = {"last_day": "2026-03-27", "extend_reason": "检定排期"}
    assert office.post(f"/office/rectifications/{row.id}/extend", data=later).status_code == 302
    assert office.get(address).data == before


def test_the_business_gets_the_same_bytes_once_it_may_see_them(
    client, make, office, session, tablet, inspection, sign_in
):
    sign(tablet, inspection)
    desk = f"/office/businesses/{inspection.id}"
    page = office.post(f"{desk}/code", follow_redirects=True).text
    own = "/business/" + page.split("/business/")[1][:40]
    assert [client.get(f"{own}/{name}.pdf").status_code for name in ("record", "result")] == [404, 404]
    publish(sign_in, inspection)
    said = archived(client, f"{own}/result.pdf")
    for words in ("检查结果告知书", "2026-000001 · 第 1 版", "判定：不符合", "JJG 539-2016", "20 个工作日"):
        assert words in said
    page = client.get(own).text
    for name, noun in (("record", "records"), ("result", "results")):
        assert f"{own}/{name}.pdf" in page
        office_bytes = office.get(f"/office/papers/{noun}/{inspection.id}.pdf").data
        assert client.get(f"{own}/{name}.pdf").data == office_bytes
    assert "签名时所示的记录与本记录相同" in archived(client, f"{own}/record.pdf")
    assert client.get(f"/business/{'0' * 40}/record.pdf").status_code == 404


def test_a_notice_of_another_business_is_not_found(client, make, office, session, tablet, inspection):
    complete(tablet, inspection.id, FAILING)
    order = {"rows": 1, "take-0": "yes", "item-0": "x", "basis-0": "y", "last_day": "2026-03-20"}
    office.post(f"/office/rectifications/order/{inspection.id}", data=order)
    row = fresh(session).scalar(select(Rectification))
    other = make.outcome()
    make.commit()
    pages = {}
    for one in (inspection.id, other.inspection_id):
        page = office.post(f"/office/businesses/{one}/code", follow_redirects=True).text
        pages[one] = "/business/" + page.split("/business/")[1][:40]
    path = f"rectifications/{row.id}/notice.pdf"
    assert client.get(f"{pages[inspection.id]}/{path}").status_code == 200
    assert client.get(f"{pages[other.inspection_id]}/{path}").status_code == 404
