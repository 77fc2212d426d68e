"""Serving a notice of rectification: signed on glass or refused before a witness, once, and every word kept."""

# ruff: noqa: F811 - fixtures of another module are asked for by their names

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from server.domain.problems import Problem
from server.services import rectifications, servings
from server.store import evidence
from server.store import rectifications as stored
from server.store.audit import AuditEntry
from tests.services.test_objections import BUSINESS, act, files, outcome  # noqa: F401
from tests.services.test_rectifications import ordered  # noqa: F401
from tests.web.tablets import jpeg


def drawn(side: int = 90) -> bytes:
    picture = BytesIO()
    Image.new("RGB", (side * 3, side), "white").save(picture, "PNG")
    return picture.getvalue()


@pytest.fixture
def sign(act, supervisor, files, ordered):
    row = ordered()

    def sign(**given):
        defaults = {"name": "赵老板", "strokes": drawn(), "notice_sha256": "0" * 64, "files": files}
        return act(supervisor, servings.sign, rectification_id=row.id, **{**defaults, **given})

    sign.row = row
    return sign


def test_a_notice_is_refused_then_signed_and_then_never_again(act, session, supervisor, sign, files, clock):
    key = {"rectification_id": sign.row.id}
    clock.forward(hours=1)
    refused = {**key, "reason": "不认可", "witness": "居委会赵某"}
    act(supervisor, servings.refuse, **refused)
    clock.forward(hours=1)
    row = sign()
    assert row.state == "ordered"
    steps = stored.steps(session, row.id)
    assert [(step.action, step.text) for step in steps] == [
        ("order", ""),
        ("unsigned", "不认可\n见证人：居委会赵某"),
        ("sign", "赵老板"),
    ]
    (kept,) = evidence.of_inspection(session, row.inspection_id)[steps[-1].id]
    assert (kept.mime, files.get(kept.sha256)) == ("image/png", drawn())
    entry = session.scalar(select(AuditEntry).where(AuditEntry.action == "rectification.sign"))
    assert entry.body == {"number": row.number, "notice_sha256": "0" * 64}
    for again in (sign, lambda: act(supervisor, servings.refuse, **refused)):
        with pytest.raises(Problem, match="notice_signed"):
            again()


@pytest.mark.parametrize(
    ("given", "code", "at"),
    [
        ({"name": " "}, "required", "name"),
        ({"name": "赵" * 101}, "too_long", "name"),
        ({"strokes": b""}, "signature_none", "strokes"),
        ({"strokes": b"<svg>"}, "signature_none", "strokes"),
        ({"strokes": jpeg(1)}, "signature_none", "strokes"),
        ({"strokes": drawn() + bytes(512 * 1024)}, "signature_none", "strokes"),
    ],
)
def test_a_signature_that_is_none_leaves_nothing(session, sign, given, code, at):
    with pytest.raises(Problem) as refused:
        sign(**given)
    assert (refused.value.code, refused.value.at) == (code, at)
    assert [step.action for step in stored.steps(session, sign.row.id)] == ["order"]
    assert evidence.of_inspection(session, sign.row.inspection_id) == {}


def test_a_refusal_needs_its_reason_and_its_witness_and_only_a_supervisor_serves(act, supervisor, sign):
    key = {"rectification_id": sign.row.id}
    for given, at in (
        ({"reason": "", "witness": "x"}, "unsigned_reason"),
        ({"reason": "x", "witness": " "}, "witness"),
    ):
        with pytest.raises(Problem, match="required") as refused:
            act(supervisor, servings.refuse, **key, **given)
        assert refused.value.at == at
    with pytest.raises(Problem, match="forbidden"):
        act(BUSINESS, servings.refuse, **key, reason="x", witness="x")
    act(supervisor, rectifications.accept, **key, reason="现场查看")
    with pytest.raises(Problem, match="wrong_state"):
        sign()
