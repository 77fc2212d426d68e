"""Units in texts: what is found, in which order, how grave, and what stays unmarked."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.programmes import RecordError, load


def judged(*texts: str, **more) -> dict:
    rows = [{"where": "shelf label", "medium": "label", "text": text} for text in texts]
    return load("legal_units").evaluate({"date": "2026-03-05", "texts": rows, **more})


def found(text: str) -> list[dict]:
    return judged(text)["figures"]["texts"][0]["found"]


def rules() -> list[dict]:
    return load("legal_units").limits["tables"]["unit_rules"]["editions"][0]["rows"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("3.5元/斤", ["斤/市斤"]),
        ("每斤3元，买5斤送2两", ["斤/市斤", "斤/市斤", "两/市两"]),
        ("重 30 KG，长 20 CM", ["KG/Kg/kG", "CM/Cm"]),
        ("压力 5 kgf/cm²", ["kg/cm²"]),
        ("推力 5 公斤力", ["公斤力/kgf"]),
        ("8~10℃", ["a~b℃"]),
        ("身高1m80", ["1.8m5 / 1m80"]),
        ("500ml", ["ml"]),
        ("55英寸", ["英寸/吋/inch"]),
        ("载重 5T", ["T (tonne)"]),
        ("３．５元／斤", ["斤/市斤"]),
        ("净重５００ＭＬ", ["ML/Ml"]),
        ("占地 3 亩，约 2000 平米", ["亩/市亩", "平米"]),
    ],
)
def test_wrong_units_are_found_in_the_order_of_the_text(text, wrong):
    assert [one["wrong"] for one in found(text)] == wrong


@pytest.mark.parametrize(
    "text",
    [
        "5 公斤 3 公里 2 公顷",
        "斤斤计较，半斤八两",
        "里程 30 km，尺寸 20 cm",
        "地磅称重 5 t，英镑 30 元",
        "居里夫人",
        "５ｋｇ，５公斤",
        "粘度 10 mPa·s",
        "20℃~25℃，(22±3) cm",
        "1.5 L，220 V，50 Hz，3 m²，100 r/min",
        "",
    ],
)
def test_false_friends_and_legal_units_stay_unmarked(text):
    assert found(text) == []


def test_each_place_says_what_stands_there_and_what_is_right():
    (one,) = found("共12 亩地")
    assert one == {
        "wrong": "亩/市亩",
        "text": " 亩",
        "start": 3,
        "end": 5,
        "right": "公顷 hm² or 平方米 m²",
        "level": "error",
    }


@pytest.mark.parametrize(
    ("text", "severity", "code", "verdict"),
    [
        ("5斤", "violation", "unit_not_legal", "fail"),
        ("5KG", "violation", "unit_written_wrong", "fail"),
        ("5英寸", "hint", "unit_not_legal", "pass"),
        ("10 mPa", "ask", "unit_written_wrong", "pass"),
        ("5ml", "hint", "unit_written_wrong", "pass"),
    ],
)
def test_only_errors_fail_the_rest_is_for_the_inspector(text, severity, code, verdict):
    result = judged("5 kg", text)
    (finding,) = result["findings"]
    assert (finding["severity"], finding["code"], finding["at"]) == (severity, code, "texts/1/text")
    assert [row["result"] for row in result["figures"]["texts"]] == ["pass", verdict]
    assert result["verdict"] == verdict
    assert finding["basis"]


@given(
    st.lists(
        st.sampled_from(["5", "12.5", "斤", "公斤", "KG", " ", "mPa", "亩", "~", "℃", "kgf/cm²", "字", "𠮷"])
    )
)
def test_places_are_in_order_and_are_what_the_text_has_there(parts):
    text = "".join(parts)
    places = found(text)
    assert all(text[one["start"] : one["end"]] == one["text"] for one in places)
    starts = [(one["start"], one["end"]) for one in places]
    assert starts == sorted(starts)
    for (_, before), (_, after) in pairwise(starts):
        assert before < after


def test_every_rule_names_its_level_basis_and_right_form_and_needs_nothing_that_languages_read_differently():
    assert len(rules()) == 70
    for rule in rules():
        assert re.compile(rule["regex"])
        assert not re.search(r"\\[dswDSWb]", rule["regex"]), rule["wrong"]
        assert rule["level"] in {"error", "warning", "ask-inspector", "advice"}
        assert rule["right"]
        assert rule["basis"]


def test_without_a_date_the_newest_rules_judge_and_without_a_text_nothing():
    result = load("legal_units").evaluate({"date": "", "texts": [{"where": "x"}, {"text": "5斤"}]})
    assert [row["result"] for row in result["figures"]["texts"]] == ["not_judged", "fail"]
    assert load("legal_units").evaluate({})["verdict"] == "not_judged"


def test_a_checklist_no_is_a_violation():
    result = judged(checklist={"contracts": {"answer": "no"}})
    assert (result["verdict"], result["findings"][0]["at"]) == ("fail", "checklist/contracts")


@pytest.mark.parametrize(
    ("texts", "code", "at"),
    [
        ("5斤", "not_a_list", "texts"),
        ([{"text": 5}], "not_text", "texts/0/text"),
        ([{"text": "x" * 10_001}], "too_long", "texts/0/text"),
        ([{"text": "\ud800"}], "not_text", "texts/0/text"),
        ([{}] * 501, "too_many", "texts"),
    ],
)
def test_a_record_that_cannot_be_judged_names_the_field(texts, code, at):
    with pytest.raises(RecordError) as caught:
        load("legal_units").evaluate({"date": "", "texts": texts})
    assert (caught.value.code, caught.value.at) == (code, at)
