"""Editions are entered as data, confirmed by a second person, and change nothing that was judged before."""

from __future__ import annotations

import pytest

from server.domain import outcomes
from server.domain.editions import columns
from server.domain.problems import Problem
from server.domain.programmes import load
from server.services import editions, inspections
from server.store import editions_queries
from server.store.editions import Frozen
from tests.editions import (
    ADMINISTRATOR,
    BASIS,
    CHECKLIST,
    ENDING,
    ENERGY,
    FOREIGN,
    PLAN,
    RULES,
    SECOND,
    VIOLATION,
    confirmed,
    enter,
)
from tests.web.tablets import visit

PACKAGES = {
    "date": "2026-03-05",
    "product": {"name": "糖", "kind": "mass", "nominal": "500", "unit": "g"},
    "lot": {"size": 60},
    "packages": [{"net": "500"}] * 11,
}


def test_an_entered_plan_judges_once_a_second_person_confirmed_it(session, now):
    before = editions_queries.current(session).load("net_content").evaluate(PACKAGES)
    assert {found["code"] for found in before["findings"]} >= {"edition_unknown"}
    edition = enter(session, now, "limits", "net_content", PLAN)
    assert editions_queries.current(session).load("net_content").evaluate(PACKAGES) == before
    editions.confirm(session, SECOND, now, edition_id=edition.id)
    after = editions_queries.current(session).load("net_content").evaluate(PACKAGES)
    used = {one["table"]: one["id"] for one in after["editions"]}
    assert used["sampling_plan"] == "JJF1070-2023"
    assert "edition_unknown" not in {found["code"] for found in after["findings"]}
    assert after["figures"]["sample_size"] == 11


def test_nobody_confirms_what_they_entered_themselves(session, now):
    edition = enter(session, now, "limits", "net_content", PLAN)
    for act in (
        lambda: editions.confirm(session, ADMINISTRATOR, now, edition_id=edition.id),
        lambda: editions.decline(session, ADMINISTRATOR, now, edition_id=edition.id, reason="x"),
    ):
        with pytest.raises(Problem) as problem:
            act()
        assert problem.value.code == "edition_own"
    assert edition.state == "proposed"


def test_a_decision_is_taken_once_and_what_was_entered_is_never_changed(session, now):
    edition = confirmed(session, now, "limits", "net_content", PLAN)
    with pytest.raises(Problem) as problem:
        editions.withdraw(session, ADMINISTRATOR, now, edition_id=edition.id)
    assert problem.value.code == "wrong_state"
    edition.title = "another"
    with pytest.raises(Frozen):
        session.flush()


@pytest.mark.parametrize(
    ("reason", "code"), [(" ", "reason_required"), ("长" * 501, "too_long"), ("a\x07", "control_character")]
)
def test_an_edition_is_declined_for_a_reason_that_can_be_read(session, now, reason, code):
    edition = enter(session, now, "limits", "net_content", PLAN)
    with pytest.raises(Problem) as problem:
        editions.decline(session, SECOND, now, edition_id=edition.id, reason=reason)
    assert (problem.value.code, problem.value.at) == (code, "reason")


def test_the_second_of_two_that_clash_is_refused_at_its_confirmation(session, now):
    first, second = (enter(session, now, "limits", "net_content", PLAN) for _ in range(2))
    editions.confirm(session, SECOND, now, edition_id=first.id)
    with pytest.raises(Problem) as problem:
        editions.confirm(session, SECOND, now, edition_id=second.id)
    assert {part.code for part in problem.value.parts} == {"edition_taken"}
    editions.decline(session, SECOND, now, edition_id=second.id, reason="重复")
    assert (second.state, second.place, first.place) == ("declined", None, 1)


def test_an_edition_of_rules_adds_some_leaves_some_out_and_the_day_chooses(session, now):
    confirmed(session, now, "rules", "legal_units", RULES)
    rules = editions_queries.current(session).load("legal_units")
    text = "米价 3 元/石，5担，500 ml，5斤，担心，9 kg."
    marks = {}
    for day in ("2026-03-31", "2026-04-01"):
        result = rules.evaluate({"date": day, "texts": [{"text": text}]})
        marks[day] = [one["text"].strip() for one in result["figures"]["texts"][0]["found"]]
    assert marks == {"2026-03-31": ["ml", "斤"], "2026-04-01": ["/石", "担", "斤", "kg."]}
    found = rules.evaluate({"date": "2026-04-01", "texts": [{"text": "5担"}]})["findings"][0]
    cited = {"document": RULES["document"], "clause": "第1条", "trust": "B"}
    assert (found["code"], found["severity"], found["basis"]) == ("unit_not_legal", "violation", [cited])
    assert rules.texts["cite.测试计量单位规定"]["en"] == "Test rules on units"


def offered_on(session, day: str) -> list[str]:
    bases = editions_queries.current(session).load("market_scales").violations[0]["bases"]
    return [line for line, _ in outcomes.offered(bases, [], day)]


def test_a_national_basis_and_one_of_a_province_can_be_ended_and_the_day_corrected(session, now):
    national, province = load("market_scales").violations[0]["bases"], BASIS["document"]
    added = confirmed(session, now, "basis", "market_scales", BASIS)
    confirmed(session, now, "ending", "market_scales", ENDING)
    confirmed(session, now, "ending", "market_scales", {**ENDING, "basis": added.id})
    assert len(offered_on(session, "2026-03-01")) == len(national) + 1
    left = offered_on(session, "2026-03-02")
    assert len(left) == len(national) - 1
    assert not any(province in line for line in left)
    confirmed(session, now, "ending", "market_scales", {**ENDING, "to": "2026-06-30"})
    assert len(offered_on(session, "2026-06-30")) == len(national)
    with pytest.raises(Problem) as problem:
        enter(session, now, "ending", "market_scales", {**ENDING, "to": "2026-06-30"})
    assert [(part.at, part.code) for part in problem.value.parts] == [("to", "edition_basis_ended")]
    with pytest.raises(Problem) as problem:
        enter(session, now, "ending", "market_scales", {**ENDING, "basis": added.id, "to": "2019-12-31"})
    assert [(part.at, part.code) for part in problem.value.parts] == [("to", "period_reversed")]


def test_a_basis_that_was_ended_stays_chosen_and_keeps_its_place(session, now):
    confirmed(session, now, "ending", "market_scales", {**ENDING, "basis": "0"})
    bases = editions_queries.current(session).load("market_scales").violations[0]["bases"]
    chosen = [picked for _, picked in outcomes.offered(bases, [0, 1], "2026-12-31")]
    assert chosen == [True, True]


def test_an_entered_violation_is_listed_takes_a_basis_and_speaks_for_its_findings(session, now):
    confirmed(session, now, "violation", "market_scales", VIOLATION)
    confirmed(session, now, "basis", "market_scales", {**BASIS, "violation": "seal_opened"})
    rules = editions_queries.current(session).load("market_scales")
    known = rules.violations[-1]
    assert (known["code"], known["findings"]) == ("seal_opened", ["seal_broken", "seal_missing"])
    assert [one["region"] for one in known["bases"]] == ["测试省"]
    assert rules.texts["violation.seal_opened"] == {"zh": VIOLATION["zh"], "en": VIOLATION["en"]}
    outcomes.check_violations([{"code": "seal_opened", "basis": []}], rules)


def test_a_plan_of_other_rules_is_filled_in_and_judges_where_a_record_names_it(session, now):
    named = {**PACKAGES, "options": {"plan": "OIML-R87-2016"}}
    confirmed(session, now, "limits", "net_content", FOREIGN)
    rules = editions_queries.current(session).load("net_content")
    result = rules.evaluate(named)
    used = {one["table"]: (one["id"], one["in_place_of"]) for one in result["editions"]}
    assert used["sampling_plan"] == ("OIML-R87-2016", None)
    assert used["deficiency"] == ("OIML-R87-T", None), "what goes with a plan stays with it"
    assert result["figures"]["sample_size"] == 11
    plain = rules.evaluate(PACKAGES)
    assert plain == load("net_content").evaluate(PACKAGES)
    for typed, at, code in (
        (FOREIGN, "id", "edition_taken"),
        ({**FOREIGN, "id": "NZ-1999-7A"}, "id", "edition_taken"),
    ):
        with pytest.raises(Problem) as problem:
            enter(session, now, "limits", "net_content", typed)
        assert [(part.at, part.code) for part in problem.value.parts] == [(at, code)]


def test_an_edition_that_follows_ends_the_open_one_on_its_eve(session, now):
    scales = load("market_scales").limits["tables"]["retail"]
    rows = [
        {name: columns.shown(value) for name, value in one.items()} for one in scales["editions"][-1]["rows"]
    ]
    typed = {**PLAN, "table": "retail", "id": "next", "from": "2027-05-01", "rows": rows}
    confirmed(session, now, "limits", "market_scales", typed)
    known = editions_queries.current(session).load("market_scales").limits["tables"]["retail"]["editions"]
    assert [(one["from"], one["to"]) for one in known] == [("2004-12-01", "2027-04-30"), ("2027-05-01", None)]
    assert scales["editions"][-1]["to"] is None


def test_a_changed_checklist_is_a_new_edition_and_the_day_chooses(session, now):
    confirmed(session, now, "checklist", ENERGY, CHECKLIST)
    shorter = {**CHECKLIST, "id": "energy-2027", "from": "2027-01-01", "items": CHECKLIST["items"][:1]}
    with pytest.raises(Problem) as problem:
        enter(
            session,
            now,
            "checklist",
            ENERGY,
            {**shorter, "items": [{**CHECKLIST["items"][0], "zh": "别的文字"}]},
        )
    assert [(part.at, part.code) for part in problem.value.parts] == [("items-0-zh", "edition_words_fixed")]
    confirmed(session, now, "checklist", ENERGY, shorter)
    rules = editions_queries.current(session).load(ENERGY)
    answers = {"checklist": {"label_shown": {"answer": "yes"}, "label_filed": {"answer": "no"}}}
    result = rules.evaluate({"date": "2026-12-31", **answers})
    assert (result["verdict"], result["editions"][0]["id"]) == ("pass", "energy-2026")
    with pytest.raises(Exception, match="unknown_item"):
        rules.evaluate({"date": "2027-01-01", **answers})
    assert [one["code"] for one in rules.items("object", "2027-01-01")] == ["label_shown"]


def test_an_inspection_is_judged_for_good_by_what_its_visit_began_with(session, make, now):
    confirmed(session, now, "limits", "net_content", PLAN)
    older, newer = visit(make, "net_content", catalogue=0), visit(make, "net_content", catalogue=1)
    later = {**PLAN, "id": "PLAN-9", "replaces": "JJF1070-2023"}
    confirmed(session, now, "limits", "net_content", later)
    used = []
    for inspection in (older, newer, visit(make, "net_content")):
        rules = inspections.rules_of(session, inspection)
        result, _ = inspections.judge(rules, {"not_possible": None, "record": PACKAGES})
        used.append(next(one["id"] for one in result["editions"] if one["table"] == "sampling_plan"))
    assert used == ["JJF1070-2005", "JJF1070-2023", "PLAN-9"]


def test_a_basis_of_a_province_stands_beside_the_national_ones(session, now):
    edition = confirmed(session, now, "basis", "market_scales", BASIS)
    violation = editions_queries.current(session).load("market_scales").violations[0]
    assert violation["bases"][:-1] == load("market_scales").violations[0]["bases"]
    assert violation["bases"][-1]["id"] == edition.id
    assert violation["bases"][-1]["region"] == "测试省"
