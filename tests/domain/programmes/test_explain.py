"""A result in plain words, in both languages."""

import pytest

from server.domain.programmes import RecordError, load, names
from server.domain.programmes.explain import explain, explain_error, violations

RECORD = {
    "date": "2026-03-05",
    "product": {"kind": "mass", "nominal": "500"},
    "lot": {"size": 1},
    "packages": [{"net": "469.9"}],
    "label": {"text": ""},
    "checklist": {"c_mark_declared": {"answer": "no"}, "self_checked": {"answer": "no"}},
    "options": {"plan": "JJF1070-2023"},
}


@pytest.fixture
def told():
    programme = load("net_content")
    return {language: explain(programme.evaluate(RECORD), programme, language) for language in ("zh", "en")}


def test_each_finding_has_its_numbers_and_its_basis(told):
    found = {finding["code"]: finding for finding in told["en"]["findings"]}
    short = found["t2_exceeded"]
    assert short["text"].endswith("net content 469.9, deficiency 30.1, limit 30")
    order = "Measures for Metrology Supervision of Prepackaged Goods (SAMR Order 70 of 2023), annex 3"
    assert short["basis"] == [order]
    assert (short["severity_text"], short["at"]) == ("Not met", "packages/0")
    assert found["c_mark_declared"]["text"].startswith("Check not met: Where the C mark is used")
    assert found["self_checked"]["text"].startswith("Check to note: ")
    assert found["label_missing"]["text"].endswith("(missing: the whole statement)")
    assert (
        found["edition_unknown"]["text"]
        == "The numbers of JJF 1070-2023 are not known here; judged by JJF 1070-2005"
    )


def test_chinese_says_the_same_in_chinese(told):
    found = {finding["code"]: finding for finding in told["zh"]["findings"]}
    assert told["zh"]["verdict"] == "不符合"
    assert found["label_missing"]["text"] == "未按规定标注净含量（缺少：整个标注）"
    assert found["t2_exceeded"]["basis"] == ["定量包装商品计量监督管理办法（2023年总局令第70号）, 附件3"]


def test_the_trust_of_each_edition_is_said(told):
    assert "JJF 1070-2005 [one source]" in told["en"]["editions"]
    assert any("from memory" in line for line in told["en"]["editions"])


def test_no_placeholder_and_no_key_is_left_over_in_any_language(told):
    for language in told:
        for finding in told[language]["findings"]:
            assert "{" not in finding["text"]
            assert not finding["text"].startswith("finding.")


def test_a_refusal_names_the_field_and_the_reason():
    programme = load("net_content")
    with pytest.raises(RecordError) as caught:
        programme.evaluate(RECORD | {"packages": [{"net": "-1"}]})
    assert explain_error(caught.value, programme, "en") == "packages/0/net: must not be negative"
    assert explain_error(caught.value, programme, "zh") == "packages/0/net: 不能为负数"
    with pytest.raises(RecordError) as caught:
        programme.evaluate(None)
    assert explain_error(caught.value, programme, "en") == "record: an object is expected"


@pytest.mark.parametrize("name", names())
def test_violations_are_told_with_every_base_in_english(name):
    for violation in violations(load(name), "en"):
        assert not violation["text"].startswith("violation.")
        for base in violation["bases"]:
            told = " ".join(base[key] for key in ("document", "article", "measure", "amount"))
            assert not any("一" <= character <= "鿿" for character in told)
            assert base["trust"]
