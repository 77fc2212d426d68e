"""Serving a notice on its page: the signature becomes a receipt that an archive takes."""

# ruff: noqa: F811 - fixtures of another module are asked for by their names

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from urllib.parse import quote

import pytest
from sqlalchemy import select

from server.domain.canonical import sha256
from server.store.audit import AuditEntry
from server.store.rectifications import Rectification
from tests import archival
from tests.services.test_servings import drawn
from tests.web.tablets import fresh
from tests.web.test_business import SCRIPT, address, database_url, office, outcome  # noqa: F401
from tests.web.test_rectifications import ordered  # noqa: F401


@pytest.fixture
def row(session, ordered):
    ordered()
    return fresh(session).scalar(select(Rectification))


def test_a_notice_is_signed_on_glass_and_the_receipt_tells_of_it(client, office, session, row, address):
    desk, notice = (
        f"/office/servings/{row.id}",
        office.get(f"/office/papers/rectifications/{row.id}.pdf").data,
    )
    assert office.get(f"{desk}/receipt.pdf").status_code == 404
    page = office.get(desk).text
    assert "<canvas" in page
    picture = "data:image/png;base64," + b64encode(drawn()).decode()
    data = {"signed": "yes", "name": f"赵老板{SCRIPT}", "strokes": picture}
    shown = office.post(desk, data=data, follow_redirects=True).text
    assert "签收已记录" in shown
    assert SCRIPT not in shown
    assert f"{desk}/receipt.pdf" in shown
    assert "当面签收或拒签" not in shown
    entry = fresh(session).scalar(select(AuditEntry).where(AuditEntry.action == "rectification.sign"))
    assert entry.body["notice_sha256"] == sha256(notice)
    receipt = office.get(f"{desk}/receipt.pdf").data
    assert archival.faults(receipt) == []
    assert office.get(f"{desk}/receipt.pdf?lang=en").data == receipt
    office.get("/office/?lang=zh")
    for words in ("送达回证", row.number, "赵老板", sha256(drawn())):
        assert words in archival.text(receipt)
    assert office.get(f"/office/papers/rectifications/{row.id}.pdf").data == notice, "it stays as ordered"
    assert "赵老板" in client.get(address).text
    assert office.post(desk, data=data).status_code == 409


def test_a_refusal_stands_in_the_receipt_with_its_witness(office, row):
    desk = f"/office/servings/{row.id}"
    data = {"unsigned_reason": "不认可结论", "witness": "居委会赵某"}
    assert "拒签已记录" in office.post(desk, data=data, follow_redirects=True).text
    words = archival.text(office.get(f"{desk}/receipt.pdf").data)
    assert "被检查人拒绝签名" in words
    assert "不认可结论" in words
    assert "见证人：居委会赵某" in words


@pytest.mark.parametrize(
    ("data", "at"),
    [
        ({"signed": "yes", "name": "赵老板", "strokes": ""}, "strokes"),
        ({"signed": "yes", "name": "赵老板", "strokes": "data:image/png;base64,!!"}, "strokes"),
        ({"signed": "yes", "name": "", "strokes": ""}, "name"),
        ({"unsigned_reason": "", "witness": "甲"}, "unsigned_reason"),
    ],
)
def test_what_is_missing_is_named_at_its_field(office, row, data, at):
    answer = office.post(f"/office/servings/{row.id}", data=data)
    assert answer.status_code == 422
    assert f'href="#f-{at}"' in answer.text


def test_only_supervisors_come_here(client, sign_in, row):
    assert client.get(f"/office/servings/{row.id}").status_code == 302
    assert sign_in("administrator").post(f"/office/servings/{row.id}").status_code == 403
    assert sign_in("inspector").get(f"/office/servings/{row.id}/receipt.pdf").status_code == 403


class TestOfAnAuthorityWithAWordOfItsOwn:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, number_word="岳市监")

    def test_its_word_stands_in_the_number_on_the_paper_and_in_the_name_of_the_file(self, office, row):
        assert row.number == "岳市监R2026-000001"
        answer = office.get(f"/office/papers/rectifications/{row.id}.pdf")
        assert quote(row.number) in answer.headers["Content-Disposition"]
        assert row.number in archival.text(answer.data).replace(" ", "")
        assert row.number in office.get(f"/office/rectifications/{row.id}").text
