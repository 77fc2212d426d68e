"""The page of an inspected business: opened by its code alone, harmless, limited, and shown beside the result."""

from __future__ import annotations

from io import BytesIO

import pytest
from sqlalchemy import func, select

from server.config import Settings
from server.store.inspections import Inspection
from server.store.objections import Objection
from server.store.replies import Reply
from tests.web.tablets import fresh, jpeg

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The services below are tested on every database; here it makes no difference."""
    return sqlite_url


@pytest.fixture
def outcome(session, make):
    outcome = make.outcome()
    session.get_one(Inspection, outcome.inspection_id).folded = {"photos": []}
    make.commit()
    return outcome


@pytest.fixture
def office(sign_in):
    return sign_in("supervisor")


@pytest.fixture
def address(office, outcome, client):
    """The address of the outcome's page for its business."""
    desk = f"/office/businesses/{outcome.inspection_id}"
    page = office.post(f"{desk}/code", follow_redirects=True).text
    return "/business/" + page.split("/business/")[1][:40]


def test_the_code_opens_its_own_and_nothing_else(client, outcome, address, make):
    answer = client.get(address)
    assert answer.status_code == 200
    assert outcome.object_name in answer.text
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == (
        "no-store",
        "noindex, nofollow",
    )
    for wrong in (address[:-1], address[:-1] + "g", f"/business/{outcome.inspection_id}", "/business/x"):
        assert client.get(wrong).status_code == 404
        assert client.post(f"{wrong}/replies", data={"reply": "x"}).status_code == 404
    other = make.outcome()
    make.commit()
    assert other.object_name not in answer.text


def test_a_new_code_puts_the_old_one_out_of_use(client, office, outcome, address):
    office.post(f"/office/businesses/{outcome.inspection_id}/code")
    assert "没有这个页面" in client.get(address).text


def test_a_reply_stands_beside_the_result_once_released_and_its_script_does_nothing(
    client, office, session, outcome, address
):
    public = f"/outcomes/{outcome.number}"
    answer = client.post(f"{address}/replies", data={"reply": f"{SCRIPT}已送检"}, follow_redirects=True)
    assert "陈述已收到" in answer.text
    assert "已送检" not in client.get(public).text
    reply = session.scalar(select(Reply))
    office.post(f"/office/businesses/{outcome.inspection_id}/replies/{reply.id}/release")
    for page in (client.get(public).text, client.get(address).text, client.get(f"{public}?lang=en").text):
        assert "&lt;script&gt;alert(1)&lt;/script&gt;已送检" in page
        assert SCRIPT not in page


def test_an_objection_with_evidence_is_answered_by_a_corrected_version(
    client, office, session, outcome, address
):
    data = {
        "objection": f"秤已检定{SCRIPT}",
        "contact": "13800000000",
        "files": (BytesIO(jpeg(1)), "证书<b>.jpg"),
    }
    answer = client.post(f"{address}/objections", data=data, follow_redirects=True)
    assert "异议已收到" in answer.text
    assert SCRIPT not in answer.text
    row = session.scalar(select(Objection))
    public = client.get(f"/outcomes/{outcome.number}").text
    assert "收到被检查人对第 1 版的异议" in public
    assert "13800000000" not in public
    assert "秤已检定" not in public
    desk = f"/office/businesses/{outcome.inspection_id}"
    assert outcome.object_name in office.get("/office/businesses/?tab=received").text
    page = office.get(desk).text
    file = page.split(f"{desk}/evidence/")[1].split('"')[0]
    sent = office.get(f"{desk}/evidence/{file}")
    assert (sent.data, sent.headers["Content-Disposition"].split(";")[0]) == (jpeg(1), "attachment")
    assert sent.headers["Content-Disposition"].isascii()
    assert client.get(f"{desk}/evidence/{file}").status_code == 302
    data = {f"answer-{row.id}": "复检合格", "decision": "uphold", "category-market_scales": "no_problem"}
    answering = f"{desk}/objections/{row.id}/answer"
    done = office.post(answering, data={**data, "version": 1}, follow_redirects=True)
    assert "已公布更正版本" in done.text
    assert "异议成立，已更正" in client.get(f"/outcomes/{outcome.number}").text
    assert office.post(answering, data={**data, "version": 2}).status_code == 409


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"objection": " "}, "必须填写"),
        ({"objection": "x" * 2001}, "最多 2000 个字符"),
        ({"objection": "x", "files": (BytesIO(b"MZ"), "a.exe")}, "“a.exe”不是可以接收的文件"),
    ],
)
def test_a_bad_objection_is_named_at_its_field_and_keeps_what_was_typed(
    client, session, address, data, words
):
    answer = client.post(f"{address}/objections", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert session.scalar(select(func.count()).select_from(Objection)) == 0


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return Settings(**{**vars(settings), "evidence_limit_mb": 1})


def test_evidence_beyond_the_limit_is_refused_with_the_limit(client, session, address):
    head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF-'
    body = head + bytes(2 << 20) + b"\r\n--x--\r\n"
    answer = client.post(f"{address}/objections", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "上限为 1 MB" in answer.text
    assert session.scalar(select(func.count()).select_from(Objection)) == 0


@pytest.mark.parametrize(("state", "words"), [("withdrawn", "这次检查已撤回"), ("in_review", "提出异议")])
def test_only_what_is_published_can_be_objected_to(client, session, outcome, address, state, words):
    fresh(session).get_one(Inspection, outcome.inspection_id).state = state
    session.commit()
    answer = client.post(f"{address}/objections", data={"objection": "x"})
    assert answer.status_code == 409
    assert words in answer.text


def test_pages_of_the_office_speak_english(office, outcome, address):
    desk = f"/office/businesses/{outcome.inspection_id}"
    assert "Page of the inspected business" in office.get(f"{desk}?lang=en").text
    for tab in ("received", "replies", "answered"):
        assert office.get(f"/office/businesses/?tab={tab}&q=x").status_code == 200
