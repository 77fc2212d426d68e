"""An object and its instruments, as the label on the door and on the scale lead to them."""

from __future__ import annotations

from datetime import date

from tests.published import draw, inspection
from tests.web.test_public_outcomes import text_of


def test_an_object_shows_every_outcome_and_never_writes_over_an_earlier_one(client, make) -> None:
    object = make.object()
    old = make.outcome(object, inspected_on=date(2025, 6, 1))
    new = make.outcome(object, inspected_on=date(2026, 3, 1), programme="net_content", category="no_problem")
    make.commit()
    page = client.get(f"/objects/{object.number}")
    assert page.text.index(new.number) < page.text.index(old.number)
    assert "2025-06-01 的检查" in page.text
    assert "2026-03-01 的检查" in page.text


def test_an_object_that_was_never_inspected_says_that_this_means_nothing(client, make) -> None:
    object = make.object(number="SELF/荷花 1", status="closed")
    make.commit()
    words = text_of(client.get("/objects/SELF/荷花 1"))
    assert "还没有公布的检查结果" in words
    assert "这不表示符合，也不表示不符合" in words
    assert "已停业" in words
    assert object.contact not in words or not object.contact


def test_the_latest_inspection_lying_long_back_is_said(client, make) -> None:
    object = make.object()
    make.outcome(object, inspected_on=date(2024, 6, 1))
    make.commit()
    assert "最近一次检查距今已超过 12 个月" in client.get(f"/objects/{object.number}").text


def test_instruments_are_shown_with_their_verification_and_an_expired_one_is_marked(client, make) -> None:
    object = make.object()
    good = make.instrument(object, valid_until=date(2026, 3, 2))
    expired = make.instrument(object, valid_until=date(2026, 3, 1))
    make.instrument(object, number="OUT-OF-USE", status="closed")
    make.commit()
    words = text_of(client.get(f"/objects/{object.number}?lang=en"))
    assert f"{good.number} Scale III Max 15000 g, e = 5 g 2026-03-02 " in words
    assert "2026-03-02 expired" not in words
    assert "2026-03-01 expired" in words
    assert "OUT-OF-USE" not in words
    assert f"/i/{expired.id}" in client.get(f"/objects/{object.number}").text


def test_only_opened_draws_are_named(client, make) -> None:
    object = make.object()
    opened, secret = draw(make), draw(make, opened=False)
    inspection(make, object, opened, "market_scales")
    inspection(make, object, secret, "market_scales")
    make.commit()
    page = client.get(f"/objects/{object.number}").text
    assert opened.number in page
    assert secret.number not in page


def test_the_short_address_on_a_door_leads_to_the_object(client, make) -> None:
    make.object(number="A/B 1")
    make.commit()
    answer = client.get("/o/A/B 1")
    assert answer.status_code == 302
    assert client.get(answer.location).status_code == 200
    assert client.get("/o/none", follow_redirects=True).status_code == 404


def test_the_label_on_a_scale_answers_whether_this_scale_is_fair(client, make) -> None:
    object = make.object()
    fair = make.instrument(object, number="S-0001", valid_until=date(2027, 1, 31))
    unfair = make.instrument(object, number="S-0002", valid_until=date(2026, 1, 31))
    untested = make.instrument(object, number="S-0003", valid_until=None)
    outcome = make.outcome(object)
    make.commit()
    answer = text_of(client.get(f"/i/{fair.id}?lang=en"))
    assert "Verified until 2027-01-31." in answer
    assert f"Inspection of {outcome.inspected_on} ✓ Pass Verdict of the whole inspection: Fail" in answer
    answer = text_of(client.get(f"/i/{unfair.id}?lang=zh"))
    assert "检定已于 2026-01-31 过期" in answer
    assert "✕ 不符合" in answer
    assert "这台器具还没有公布的检查结果" in text_of(client.get(f"/i/{untested.id}?lang=zh"))
    assert client.get("/i/0195a5f0-0000-7000-8000-000000000001").status_code == 404
