"""A programme that an office entered: the tablet asks, judges and notes bases without a network, as the office does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from server.domain import editions
from server.domain.programmes import Catalogue, Entry, catalogue
from server.store import tablet_bundles
from tests.browser.bundles import assignment, bundle, instrument
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import Tablet
from tests.editions import BASIS, CHECKLIST, ENERGY

VISIT = "01900000-0000-7000-8000-0000000000f9"
OWN = "01900000-0000-7000-8000-0000000000b9"
NEXT = {**CHECKLIST, "id": "energy-2099", "from": "2099-01-01", "items": CHECKLIST["items"][1:]}
JUDGE = """async ([tables, records]) => {
  const { evaluate, prepare } = await import("/field/core/verdicts/index.js");
  await prepare("energy_labels");
  return records.map((record) => evaluate("energy_labels", record, tables));
}"""


def entered() -> Catalogue:
    """A checklist, the next edition of it, and a basis that the province gave."""
    known = catalogue()
    typed = (("checklist", CHECKLIST), ("checklist", NEXT), ("basis", {**BASIS, "violation": "label_shown"}))
    for place, (kind, fields) in enumerate(typed, 1):
        content = json.dumps(editions.read(kind, ENERGY, fields, known))
        known = catalogue([*known.entries, Entry(place, OWN, kind, ENERGY, content)])
    return known


@pytest.fixture
def fake() -> FakeSync:
    """A server with one visit, whose tables are not the newest."""
    visit = assignment(VISIT, "eyewear", 1, instruments=[instrument(1, number="F-1")])
    made = bundle(visit)
    made["assignments"] = [{**visit, "programme": ENERGY, "tables": f"{ENERGY}@3"}]
    made["programmes"] = {f"{ENERGY}@3": tablet_bundles.programme(ENERGY, entered())}
    return FakeSync(made)


def bodies(tablet: Tablet, kind: str) -> list[dict[str, Any]]:
    operations = [one["operation"] for one in tablet.stored("operations")]
    return [one["body"] for one in operations if one["kind"] == kind]


def test_an_entered_checklist_is_answered_and_judged_without_a_network(
    page: Page, address: str, modules: Page
):
    tablet = Tablet(page, address)
    tablet.sign_in()
    page.context.set_offline(True)
    tablet.go(VISIT, "checklist")
    expect(page.locator(".item .question")).to_have_text(
        ["1. 产品已加施能效标识", "2. 标识信息可在备案系统中查到"]
    )
    tablet.choose("no", "checklist", "label_shown", "answer")
    tablet.saved()
    expect(page.locator(".verdict-bar")).to_have_attribute("data-result", "fail")
    assert bodies(tablet, "start")[0]["catalogue"] == 3

    tablet.go(VISIT, "violations")
    page.locator(".cards .card", has_text="产品已加施能效标识").click()
    page.get_by_label("测试省 · 测试省计量条例").check()
    expect(page.locator(".found li")).to_have_count(1)
    assert bodies(tablet, "violation")[-1]["basis"] == [OWN]

    rules = entered().load(ENERGY)
    tables = {"limits": rules.limits, "checklist": rules.checklist}
    answers = {"checklist": {"label_filed": {"answer": "no"}}, "instruments": [{"serial": "F-1"}]}
    days = (
        {"date": "2026-03-05"},
        {"date": "2099-01-01"},
        {"date": "2099-01-01", "options": {"checklist": "energy-2026"}},
    )
    records = [{**answers, **day} for day in days]
    assert modules.evaluate(JUDGE, [tables, records]) == [rules.evaluate(record) for record in records]
