"""The tablet judges every record exactly as the office does: verdict, figures, findings, refusals."""

import copy
import json
from itertools import product

import pytest

from server.domain import editions
from server.domain.programmes import Entry, catalogue, names
from tests.domain.programmes.cases import cases_of, differences
from tests.editions import RULES
from tests.field.random_records import records
from tests.field.verdicts_page import VerdictsPage, judged_in_python, tables_of

EVERY_PROGRAMME = pytest.mark.parametrize("name", names())
SEED, COUNT, BATCH = 20261123, 500, 250


def differing(given: list, expected: list[dict], got: list[dict]) -> list[tuple]:
    """The records on which the two disagree, with both results."""
    return [row for row in zip(given, expected, got, strict=True) if row[1] != row[2]]


@EVERY_PROGRAMME
def test_the_worked_examples_hold_on_the_tablet(verdicts_page: VerdictsPage, name: str):
    cases = cases_of(name)
    results = verdicts_page.judged(name, [case["record"] for case in cases])
    told = {
        case["id"]: differences(case["expect"], result) for case, result in zip(cases, results, strict=True)
    }
    assert {key: found for key, found in told.items() if found} == {}


@EVERY_PROGRAMME
def test_the_worked_examples_give_the_office_s_whole_result(verdicts_page: VerdictsPage, name: str):
    given = [case["record"] for case in cases_of(name)]
    assert differing(given, judged_in_python(name, given), verdicts_page.judged(name, given)) == []


@EVERY_PROGRAMME
def test_random_records_give_the_office_s_whole_result(verdicts_page: VerdictsPage, name: str):
    given = list(records(name, SEED, COUNT))
    for start in range(0, COUNT, BATCH):
        batch = given[start : start + BATCH]
        assert differing(batch, judged_in_python(name, batch), verdicts_page.judged(name, batch))[:1] == []


@EVERY_PROGRAMME
def test_the_random_records_reach_verdicts_and_refusals_of_many_kinds(name: str):
    results = judged_in_python(name, list(records(name, SEED, COUNT)))
    assert {"pass", "fail", "not_judged"} <= {result.get("verdict") for result in results}
    assert len({result.get("error") for result in results}) > 6
    assert len({found["code"] for result in results for found in result.get("findings", [])}) > 10


def test_a_limit_that_differs_by_its_last_digit_is_noticed(verdicts_page: VerdictsPage):
    given = [case["record"] for case in cases_of("net_content")]
    tables = copy.deepcopy(tables_of("net_content"))
    for edition in tables["limits"]["tables"]["sampling_plan"]["editions"]:
        for row in edition["rows"] or []:
            row["lambda"] = row["lambda"] and f"{row['lambda']}1"
    got = verdicts_page.judged("net_content", given, tables)
    assert differing(given, judged_in_python("net_content", given), got) != []


def test_a_programme_that_the_tablet_does_not_know_is_judged_by_its_checklist(verdicts_page: VerdictsPage):
    basis = [{"document": "能效标识管理办法", "clause": "第1条", "source": "MEMORY", "trust": "M"}]
    items = [
        {"code": code, "severity": severity, "basis": basis}
        for code, severity in (("label", "violation"), ("size", "hint"))
    ]
    tables = {"checklist": {"groups": {"object": items}}}
    answers = {"label": {"answer": "no"}, "size": {"answer": "yes"}}
    [result] = verdicts_page.judged("energy_labels", [{"date": "2026-03-05", "checklist": answers}], tables)
    assert (result["programme"], result["verdict"]) == ("energy_labels", "fail")
    assert result["figures"]["answers"] == {"yes": 1, "no": 1, "na": 0, "unanswered": 0}
    assert [(found["code"], found["at"]) for found in result["findings"]] == [("label", "checklist/label")]


def test_rules_that_an_office_entered_mark_the_same_places(verdicts_page: VerdictsPage):
    name, forms = "legal_units", "石，担，c.t.，m²·x，千·石，a+b，(q)，$"
    rows = [
        {**RULES["rows"][0], "wrong": where, "forms": forms, "where": where}
        for where in ("after_number", "in_price", "anywhere")
    ]
    for row in rows:
        content = editions.read("rules", name, {**RULES, "rows": [row]}, catalogue())
        entry = Entry(1, "e", "rules", name, json.dumps(content))
        rules = catalogue([entry]).load(name)
        pieces = [
            "3",
            "担",
            "石",
            " ",
            "元/",
            "每",
            "c.t.",
            "m²·x",
            "千·石",
            "a+b",
            "(q)",
            "$",
            "x",
            "５",
            "　",
        ]
        given = [
            {"date": "2026-04-01", "texts": [{"text": "".join(pair)}]} for pair in product(pieces, repeat=2)
        ]
        tables = {"limits": rules.limits, "checklist": rules.checklist}
        expected = [json.loads(json.dumps(rules.evaluate(record))) for record in given]
        assert differing(given, expected, verdicts_page.judged(name, given, tables))[:1] == []
        assert any(result["findings"] for result in expected)


@pytest.mark.parametrize("record", [None, [], "x", 7, True])
def test_what_is_no_record_is_refused_alike(verdicts_page: VerdictsPage, record: object):
    for name in names():
        assert verdicts_page.judged(name, [record]) == judged_in_python(name, [record])
