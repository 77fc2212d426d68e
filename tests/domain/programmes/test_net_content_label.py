"""The label: statement, unit, digits, height; judged apart from the content."""

import pytest

from server.domain.programmes import load


def judged(text=None, kind="mass", nominal="500", date="2026-03-05", **label) -> dict:
    label = label if text is None else {"text": text, **label}
    record = {"date": date, "product": {"kind": kind, "nominal": nominal}, "label": label}
    return load("net_content").evaluate(record)


def codes(result: dict) -> list[str]:
    return [finding["code"] for finding in result["findings"]]


@pytest.mark.parametrize(
    ("text", "kind", "nominal"),
    [
        ("净含量：500g", "mass", "500"),
        ("净含量: 500 克", "mass", "500"),
        ("净 含 量 ５００ｇ", "mass", "500"),
        ("净含量:1.5kg", "mass", "1500"),
        ("净含量：2公斤装", "mass", "2000"),
        ("净含量：500mL", "volume", "500"),
        ("净含量：500ml", "volume", "500"),
        ("净含量1.25升", "volume", "1250"),
        ("净含量：500g（250g×2）", "mass", "500"),
        ("净含量：250gx2", "mass", "500"),
        ("净含量：5m", "length", "5"),
        ("50cm", "length", "0.5"),
        ("2 m²", "area", "2"),
        ("净含量：100片", "count", "100"),
        ("100抽", "count", "100"),
    ],
)
def test_right_labels_pass(text, kind, nominal):
    result = judged(text, kind, nominal)
    assert (result["verdict"], codes(result)) == ("pass", [])
    assert result["figures"]["parts"] == {"content": "not_judged", "label": "pass", "checklist": "not_judged"}


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        ("", "label_missing", "statement"),
        ("   ", "label_missing", "statement"),
        ("500g", "label_missing", "words"),
        ("净重：500g", "label_missing", "words"),
        ("净含量：见瓶盖", "label_missing", "number"),
        ("净含量：500G", "label_unit_wrong", "G"),
        ("净含量：500", "label_unit_wrong", ""),
        ("净含量：0.5kg", "label_unit_wrong", "kg"),
        ("净含量：1斤", "label_unit_wrong", "斤"),
        ("净含量：500mL", "label_unit_wrong", "mL"),
    ],
)
def test_wrong_labels_fail(text, code, value):
    result = judged(text)
    assert (result["verdict"], codes(result)) == ("fail", [code])
    assert value in result["findings"][0]["values"].values()


@pytest.mark.parametrize(
    ("kind", "nominal", "text", "right"),
    [
        ("mass", "999.9", "净含量：999.9g", True),
        ("mass", "1000", "净含量：1000g", False),
        ("mass", "1000", "净含量：1kg", True),
        ("volume", "999", "净含量：999mL", True),
        ("volume", "1000", "净含量：1000mL", False),
        ("volume", "1000", "净含量：1L", True),
        ("length", "0.99", "99cm", True),
        ("length", "1", "100cm", False),
        ("length", "1", "1m", True),
    ],
)
def test_the_unit_depends_on_the_quantity(kind, nominal, text, right):
    assert ("label_unit_wrong" in codes(judged(text, kind, nominal))) is not right


@pytest.mark.parametrize(
    ("kind", "nominal", "least"),
    [
        ("mass", "50", 2), ("mass", "50.1", 3), ("volume", "200", 3), ("volume", "200.1", 4), ("mass", "1000", 4),
        ("mass", "1000.1", 6), ("length", "9", 2), ("area", "1", 2), ("count", "500", 2),
    ],
)  # fmt: skip
def test_the_height_of_the_characters(kind, nominal, least):
    exactly = judged("净含量", kind, nominal, character_height_mm=str(least))
    below = judged("净含量", kind, nominal, character_height_mm=f"{least - 1}.9")
    assert "label_height_small" not in codes(exactly)
    assert "label_height_small" in codes(below)


@pytest.mark.parametrize(
    ("text", "nominal", "many"),
    [
        ("净含量：5.55kg", "5550", False),
        ("净含量：5.555kg", "5555", True),
        ("净含量：500.0g", "500", True),
        ("净含量：0.050g", "0.05", False),
    ],
)
def test_more_than_three_digits_are_a_hint(text, nominal, many):
    result = judged(text, nominal=nominal)
    assert ("label_digits" in codes(result)) is many
    assert result["verdict"] == "pass"
    assert "label_digits" not in codes(judged(text, nominal=nominal, date="2024-10-11"))


def test_a_number_that_is_not_the_nominal_content_asks_back():
    result = judged("净含量：450g")
    assert (result["verdict"], codes(result)) == ("pass", ["label_nominal_differs"])


def test_a_label_that_is_not_prominent_fails():
    assert codes(judged("净含量：500g", prominent=False)) == ["label_not_prominent"]
    assert judged("净含量：500g", prominent=True)["verdict"] == "pass"


def test_without_a_label_none_is_judged():
    record = {"date": "2026-03-05", "product": {"kind": "mass", "nominal": "500"}}
    result = load("net_content").evaluate(record)
    assert (result["verdict"], result["figures"]["parts"]["label"]) == ("not_judged", "not_judged")
