"""What is wrong with an entry of the office is named at its field, and nothing is written."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from server.domain.problems import Problem
from server.domain.programmes import load
from server.store.editions import Edition
from server.store.engine import open_engine
from tests.editions import (
    BASIS,
    CHECKLIST,
    ENDING,
    ENERGY,
    FOREIGN,
    PLAN,
    RULES,
    VIOLATION,
    enter,
)


@pytest.fixture
def sqlite_session(sqlite_url):
    """A session on SQLite alone, where the engine makes no difference."""
    engine = open_engine(sqlite_url)
    with Session(engine) as session:
        yield session
    engine.dispose()


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


def test_a_plan_of_other_rules_keeps_its_first_day_and_takes_no_place(sqlite_session, now):
    typed = {**FOREIGN, "from": "2017-01-01"}
    assert refused(sqlite_session, now, "limits", "net_content", typed)["from"] == "edition_first_day"
    typed = {**FOREIGN, "replaces": "JJF1070-2005"}
    assert refused(sqlite_session, now, "limits", "net_content", typed)["replaces"] == "edition_unknown"
