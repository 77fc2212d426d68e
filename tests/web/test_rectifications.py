"""Rectifications on the pages: ordered by ticking, proved by the business, decided by the office."""

# ruff: noqa: F811 - fixtures of another module are asked for by their names

from __future__ import annotations

import io
import re
from io import BytesIO

import pytest
from sqlalchemy import select

from server.store.rectifications import Rectification
from tests.web.tablets import FAILING, carry, complete, fresh, jpeg, visit
from tests.web.test_business import SCRIPT, address, database_url, office, outcome  # noqa: F401


@pytest.fixture
def ordered(office, session, outcome):
    def ordered(**changed):
        data = {
            "rows": 1,
            "take-0": "yes",
            "item-0": f"送检{SCRIPT}",
            "basis-0": "计量法第九条",
            "last_day": "2026-03-09",
        }
        base = f"/office/rectifications/order/{outcome.inspection_id}"
        return office.post(base, data={**data, **changed}, follow_redirects=True)

    return ordered


def test_what_was_found_is_offered_and_nothing_is_ticked(client, make, office):
    inspection = visit(make)
    complete(carry(client, make, inspection), inspection.id, FAILING)
    page = office.get(f"/office/rectifications/order/{inspection.id}").text
    assert "JJG 539" in page
    assert " checked" not in page
    assert 'name="last_day" type="date" value=""' in page


def test_a_rectification_is_ordered_proved_refused_extended_and_accepted(
    client, office, session, address, ordered
):
    assert "已责令改正，编号 R2026-000001。" in ordered().text
    row = fresh(session).scalar(select(Rectification))
    page = client.get(address).text
    assert "R2026-000001" in page
    assert "&lt;script&gt;" in page
    assert SCRIPT not in page
    proving, desk = f"{address}/rectifications/{row.id}", f"/office/rectifications/{row.id}"
    data = {"proof": "已检定", "files": (BytesIO(jpeg(1)), "证书.jpg")}
    assert "整改证明已收到" in client.post(proving, data=data, follow_redirects=True).text
    page = office.get(desk).text
    file = next(part for part in page.split('"') if "/evidence/" in part)
    assert office.get(file).data == jpeg(1)
    assert "必须填写" in office.post(f"{desk}/refuse", data={"reason": ""}).text
    assert "未通过" in office.post(f"{desk}/refuse", data={"reason": "看不清"}, follow_redirects=True).text
    assert "看不清" in client.get(address).text
    extend = {"last_day": "2026-03-20", "extend_reason": "检定排期"}
    assert "期限已延长" in office.post(f"{desk}/extend", data=extend, follow_redirects=True).text
    accept = {"reason": "现场查看"}
    assert "整改已通过" in office.post(f"{desk}/accept", data=accept, follow_redirects=True).text
    assert client.post(proving, data={"proof": "x"}).status_code == 409


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"take-0": ""}, "至少列出一项"),
        ({"basis-0": " "}, "必须填写"),
        ({"last_day": ""}, "必须填写"),
        ({"last_day": "2026-03-01"}, "期限不能早于今天"),
        ({"last_day": "soon"}, "soon"),
    ],
)
def test_a_bad_order_names_its_field_and_keeps_what_was_typed(session, ordered, changed, words):
    answer = ordered(**changed)
    assert answer.status_code == 422
    assert words in answer.text
    assert "送检" in answer.text
    assert fresh(session).scalar(select(Rectification)) is None


def test_a_business_proves_nothing_for_another(client, session, make, office, address, ordered):
    ordered()
    row = fresh(session).scalar(select(Rectification))
    other = make.outcome()
    make.commit()
    page = office.post(f"/office/businesses/{other.inspection_id}/code", follow_redirects=True).text
    foreign = "/business/" + page.split("/business/")[1][:40]
    assert client.post(f"{foreign}/rectifications/{row.id}", data={"proof": "x"}).status_code == 404
    assert row.number not in client.get(foreign).text
    assert client.post(f"{address}/rectifications/{row.id}", data={"proof": " "}).status_code == 422


def test_every_field_of_several_notices_has_an_id_of_its_own(client, session, address, ordered):
    ordered(), ordered(**{"item-0": "另一项"})
    first, second = fresh(session).scalars(select(Rectification).order_by(Rectification.number))
    answer = client.post(f"{address}/rectifications/{second.id}", data={"proof": " "})
    ids = re.findall(r' id="([^"]+)"', answer.text)
    assert len(ids) == len(set(ids))
    assert {f"f-proof-{row.number}" for row in (first, second)} <= set(ids)
    assert set(re.findall(r'href="#(f-[^"]+)"', answer.text)) == {f"f-proof-{second.number}"}


def test_the_overdue_stand_in_their_list(office, session, clock, ordered):
    ordered()
    row = fresh(session).scalar(select(Rectification))
    assert row.number not in office.get("/office/rectifications/").text
    clock.forward(days=8)
    assert row.number in office.get("/office/rectifications/?lang=en").text
    assert row.number not in office.get("/office/rectifications/?tab=open&lang=zh").text


class Endless(io.RawIOBase):
    """A body of some length that is made while it is read, and counts what was read of it."""

    def __init__(self, length: int) -> None:
        self.left, self.taken = length, 0
        self.head = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF-'

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        part = (self.head or bytes(len(buffer)))[: min(len(buffer), self.left)]
        self.head = b""
        buffer[: len(part)] = part
        self.left, self.taken = self.left - len(part), self.taken + len(part)
        return len(part)


@pytest.mark.parametrize("announced", [True, False])
def test_a_proof_of_200_mb_is_refused_with_the_limit_and_not_read_to_its_end(
    client, office, session, settings, address, ordered, announced
):
    ordered()
    row = fresh(session).scalar(select(Rectification))
    body = Endless(200 << 20)
    length = {"CONTENT_LENGTH": str(200 << 20)} if announced else {"wsgi.input_terminated": True}
    answer = client.post(
        f"{address}/rectifications/{row.id}",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"wsgi.input": body, **length},
    )
    assert answer.status_code == 413
    assert "上限为 20 MB" in answer.text
    assert body.taken <= (21 << 20)
    session.expire_all()
    assert row.state == "ordered"
    assert not settings.files.exists() or not list(settings.files.rglob("*"))
