"""Editions are entered as data, confirmed by a second person, and change nothing that was judged before."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from server.domain import outcomes, texts
from server.domain.editions import bands, columns
from server.domain.editions.fields import TRUST
from server.domain.problems import Problem
from server.domain.programmes import PROGRAMMES, load
from server.services import editions, inspections
from server.store import editions_queries
from server.store.editions import Edition, Frozen
from server.store.engine import open_engine
from tests.editions import (
    ADMINISTRATOR,
    BASIS,
    CHECKLIST,
    ENDING,
    ENERGY,
    PLAN,
    RULES,
    SECOND,
    VIOLATION,
    confirmed,
    enter,
)
from tests.web.tablets import visit

SERVER = Path(__file__).parents[2] / "server"


@pytest.fixture
def sqlite_session(sqlite_url):
    """A session on SQLite alone, where the engine makes no difference."""
    engine = open_engine(sqlite_url)
    with Session(engine) as session:
        yield session
    engine.dispose()


PACKAGES = {
    "date": "2026-03-05",
    "product": {"name": "糖", "kind": "mass", "nominal": "500", "unit": "g"},
    "lot": {"size": 60},
    "packages": [{"net": "500"}] * 11,
}


def refused(session, now, kind: str, programme: str, typed: dict[str, Any]) -> dict[str, str]:
    """The codes of what is wrong by their fields; nothing was written."""
    with pytest.raises(Problem) as problem:
        enter(session, now, kind, programme, typed)
    assert problem.value.code == "edition_invalid"
    assert session.query(Edition).count() == 0
    return {part.at: part.code for part in problem.value.parts}


def row(place: int, **cells: str) -> dict[str, Any]:
    rows = [dict(one) for one in PLAN["rows"]]
    rows[place] |= cells
    return {**PLAN, "rows": rows}


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


def test_the_second_of_two_that_clash_is_refused_at_its_confirmation(session, now):
    first, second = (enter(session, now, "limits", "net_content", PLAN) for _ in range(2))
    editions.confirm(session, SECOND, now, edition_id=first.id)
    with pytest.raises(Problem) as problem:
        editions.confirm(session, SECOND, now, edition_id=second.id)
    assert {part.code for part in problem.value.parts} == {"edition_taken"}
    editions.decline(session, SECOND, now, edition_id=second.id, reason="重复")
    assert (second.state, second.place, first.place) == ("declined", None, 1)


@pytest.mark.parametrize(
    ("typed", "at", "code"),
    [
        ({**PLAN, "source": " "}, "source", "required"),
        ({**PLAN, "trust": ""}, "trust", "required"),
        ({**PLAN, "table": "nothing"}, "table", "invalid_choice"),
        ({**PLAN, "id": "JJF1070-2005"}, "id", "edition_taken"),
        ({**PLAN, "id": "有空 格"}, "id", "edition_id"),
        ({**PLAN, "from": "2024-10-13"}, "from", "edition_first_day"),
        ({**PLAN, "id": "new", "from": "2010-01-01"}, "from", "edition_overlap"),
        ({**PLAN, "id": "new", "from": "1990-01-01", "to": "1999-12-31"}, "to", "edition_gap"),
        ({**PLAN, "from": "12.10.2024"}, "from", "invalid_date"),
        ({**PLAN, "to": "2020-01-01"}, "to", "period_reversed"),
        ({**PLAN, "replaces": "nobody"}, "replaces", "edition_unknown"),
        ({**PLAN, "rows": []}, "rows-0", "edition_rows_missing"),
        (row(1, **{"from": "12"}), "rows-1-from", "edition_band_gap"),
        (row(1, **{"from": "10"}), "rows-1-from", "edition_band_overlap"),
        (row(1, to="5"), "rows-1-to", "edition_band_reversed"),
        (row(1, sample="ten"), "rows-1-sample", "invalid_number"),
        (row(1, sample="-1"), "rows-1-sample", "invalid_number"),
        (row(1, t1_allowed=""), "rows-1-t1_allowed", "required"),
        (row(1, **{"lambda": "-0.1"}), "rows-1-lambda", "edition_negative"),
        (row(1, from_closed="perhaps"), "rows-1-from_closed", "invalid_choice"),
    ],
)
def test_what_is_wrong_with_a_table_is_named_at_its_field(sqlite_session, now, typed, at, code):
    assert refused(sqlite_session, now, "limits", "net_content", typed).get(at) == code


def item(place: int, **cells: str) -> dict[str, Any]:
    items = [dict(one) for one in CHECKLIST["items"]]
    items[place] |= cells
    return {**CHECKLIST, "items": items}


@pytest.mark.parametrize(
    ("programme", "typed", "at", "code"),
    [
        ("net_content", CHECKLIST, "programme", "edition_programme_folder"),
        ("Energy", CHECKLIST, "programme", "edition_code"),
        (ENERGY, {**CHECKLIST, "name_en": "eyewear shops"}, "name_en", "edition_name_taken"),
        (ENERGY, {**CHECKLIST, "items": []}, "items-0-code", "edition_items_missing"),
        (ENERGY, item(1, code="label_shown"), "items-1-code", "edition_code_twice"),
        (ENERGY, item(1, en=""), "items-1-en", "required"),
        (ENERGY, item(1, document=""), "items-1-document", "required"),
        (ENERGY, item(1, severity="grave"), "items-1-severity", "invalid_choice"),
        (ENERGY, item(1, zh="一" * 301), "items-1-zh", "too_long"),
        (ENERGY, item(1, zh="一\n二"), "items-1-zh", "control_character"),
    ],
)
def test_what_is_wrong_with_a_checklist_is_named_at_its_field(
    sqlite_session, now, programme, typed, at, code
):
    assert refused(sqlite_session, now, "checklist", programme, typed).get(at) == code


@pytest.mark.parametrize(
    ("programme", "typed", "at", "code"),
    [
        ("nobody", BASIS, "programme", "programme_unknown"),
        ("market_scales", {**BASIS, "violation": "nobody"}, "violation", "edition_violation"),
        ("market_scales", {**BASIS, "region": ""}, "region", "required"),
        ("market_scales", {**BASIS, "level": "national"}, "region", "edition_region"),
        ("market_scales", {**BASIS, "measure": ""}, "measure", "required"),
        (
            "market_scales",
            {**BASIS, **load("market_scales").violations[0]["bases"][0], "level": "national", "region": ""},
            "article",
            "edition_basis_taken",
        ),
    ],
)
def test_what_is_wrong_with_a_basis_is_named_at_its_field(sqlite_session, now, programme, typed, at, code):
    assert refused(sqlite_session, now, "basis", programme, typed).get(at) == code


@pytest.mark.parametrize(
    ("programme", "typed", "at", "code"),
    [
        ("nobody", VIOLATION, "programme", "programme_unknown"),
        ("market_scales", {**VIOLATION, "code": "cheating"}, "code", "edition_violation_taken"),
        ("market_scales", {**VIOLATION, "code": "Seal"}, "code", "edition_code"),
        ("market_scales", {**VIOLATION, "en": ""}, "en", "required"),
        ("market_scales", {**VIOLATION, "findings": ["nobody"]}, "findings", "edition_finding"),
        ("market_scales", {**VIOLATION, "findings": ["weights_too_coarse"]}, "findings", "edition_finding"),
        ("market_scales", {**VIOLATION, "source": ""}, "source", "required"),
        (
            "market_scales",
            {**VIOLATION, "zh": load("market_scales").texts["violation.cheating"]["zh"]},
            "zh",
            "edition_violation_named",
        ),
    ],
)
def test_what_is_wrong_with_a_violation_is_named_at_its_field(
    sqlite_session, now, programme, typed, at, code
):
    assert refused(sqlite_session, now, "violation", programme, typed).get(at) == code


@pytest.mark.parametrize(
    ("typed", "at", "code"),
    [
        ({**ENDING, "violation": "nobody"}, "basis", "edition_basis_unknown"),
        ({**ENDING, "basis": "2"}, "basis", "edition_basis_unknown"),
        ({**ENDING, "basis": ""}, "basis", "edition_basis_unknown"),
        ({**ENDING, "to": ""}, "to", "required"),
        ({**ENDING, "to": "2026-02-30"}, "to", "invalid_date"),
        ({**ENDING, "trust": "C"}, "trust", "invalid_choice"),
    ],
)
def test_what_is_wrong_with_a_last_day_is_named_at_its_field(sqlite_session, now, typed, at, code):
    assert refused(sqlite_session, now, "ending", "market_scales", typed).get(at) == code


def rule(place: int, **cells: str) -> dict[str, Any]:
    rows = [dict(one) for one in RULES["rows"]]
    rows[place] |= cells
    return {**RULES, "rows": rows}


@pytest.mark.parametrize(
    ("typed", "at", "code"),
    [
        ({**RULES, "table": "levels"}, "table", "invalid_choice"),
        ({**RULES, "source": ""}, "source", "required"),
        ({**RULES, "id": "units-1984"}, "id", "edition_taken"),
        ({**RULES, "rows": [], "without": []}, "rows-0", "edition_rules_same"),
        ({**RULES, "without": ["nobody"]}, "rows-0", "edition_rule_unknown"),
        (rule(0, wrong="斤/市斤"), "rows-0-wrong", "edition_rule_twice"),
        (rule(1, wrong="石/担"), "rows-1-wrong", "edition_rule_twice"),
        (rule(0, forms=""), "rows-0-forms", "required"),
        (rule(0, forms="石，12"), "rows-0-forms", "edition_form"),
        (rule(0, forms="石" * 21), "rows-0-forms", "edition_form"),
        (rule(0, forms="kg"), "rows-0-forms", "edition_rule_right"),
        (rule(0, where=""), "rows-0-where", "required"),
        (rule(0, level="grave"), "rows-0-level", "invalid_choice"),
        (rule(0, finding="nobody"), "rows-0-finding", "invalid_choice"),
    ],
)
def test_what_is_wrong_with_rules_is_named_at_its_field(sqlite_session, now, typed, at, code):
    assert refused(sqlite_session, now, "rules", "legal_units", typed).get(at) == code


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


FOREIGN = {**PLAN, "id": "OIML-R87-2016", "document": "OIML R 87", "edition": "2016", "from": "2016-01-01"}


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


def test_a_plan_of_other_rules_keeps_its_first_day_and_takes_no_place(sqlite_session, now):
    typed = {**FOREIGN, "from": "2017-01-01"}
    assert refused(sqlite_session, now, "limits", "net_content", typed)["from"] == "edition_first_day"
    typed = {**FOREIGN, "replaces": "JJF1070-2005"}
    assert refused(sqlite_session, now, "limits", "net_content", typed)["replaces"] == "edition_unknown"


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


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_known_edition_has_the_bands_that_are_asked_of_entered_ones(programme):
    for name, table in load(programme).limits["tables"].items():
        for edition in table["editions"] if columns.enterable(table) else ():
            assert not list(bands.faults(table, edition["rows"] or [])), (name, edition["id"])
            for row in edition["rows"] or []:
                for column in columns.columns(table):
                    assert columns.cell(column, columns.shown(row.get(column.name))) == row.get(
                        column.name
                    ), name


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_table_and_column_that_can_be_entered_has_words(programme):
    for name, table in load(programme).limits["tables"].items():
        assert name in texts.tables()["limit_table"], name
        for column in columns.columns(table) if columns.enterable(table) else ():
            assert column.name in texts.tables()["limit_column"], (name, column.name)


def test_every_trust_mark_that_is_offered_has_words_on_pages_and_tablets():
    assert set(TRUST) == set(texts.tables()["edition_trust"])
    assert all(f"trust.{code}" in load(PROGRAMMES[0]).texts for code in TRUST)


@pytest.mark.parametrize("folder", ["services", "store", "web"])
def test_nothing_but_the_catalogue_says_which_programmes_there_are(folder):
    """Who loads a folder by itself does not see what the office entered."""
    direct = re.compile(r"\bprogrammes\.(load|names)\(|programmes import .*\b(load|names)\b")
    found = [file for file in (SERVER / folder).rglob("*.py") if direct.search(file.read_text("utf-8"))]
    assert found == []
