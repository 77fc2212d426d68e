"""Whatever JSON comes in: a result of the agreed shape, or a RecordError that names the field. Nothing else."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.programmes import RecordError, load, names
from server.domain.programmes.explain import explain, explain_error
from server.domain.programmes.verdicts import WORST_FIRST
from tests.domain.programmes.hostile import JSON, changed_examples

EVERY_PROGRAMME = pytest.mark.parametrize("name", names())


def judge(name: str, record: object) -> None:
    programme = load(name)
    try:
        result = programme.evaluate(record)
    except RecordError as error:
        assert f"error.{error.code}" in programme.texts
        assert all(type(value) is str for value in error.values.values())
        for language in ("zh", "en"):
            assert explain_error(error, programme, language).encode()
        return
    assert list(result) == ["programme", "verdict", "editions", "figures", "findings"]
    assert result["programme"] == name
    assert result["verdict"] in WORST_FIRST
    for finding in result["findings"]:
        assert list(finding) == ["code", "severity", "at", "basis", "values"]
        assert all(type(value) is str for value in finding["values"].values())
    assert no_float(json.loads(json.dumps(result, allow_nan=False).encode()))
    assert len(explain(result, programme, "en")["findings"]) == len(result["findings"])


def no_float(value: object) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return type(value) is not float and all(map(no_float, inner))


@EVERY_PROGRAMME
@given(record=JSON)
def test_any_json_is_judged_or_refused(name, record):
    judge(name, record)


@EVERY_PROGRAMME
@settings(max_examples=300)
@given(data=st.data())
def test_a_changed_example_is_judged_or_refused(name, data):
    judge(name, data.draw(changed_examples(name)))


@EVERY_PROGRAMME
def test_the_same_record_gives_the_same_result_and_stays_as_it_was(name):
    record = {
        "date": "2026-03-05",
        "product": {"kind": "mass", "nominal": "500"},
        "stranger": {"kept": [1.5]},
    }
    before = json.dumps(record)
    assert load(name).evaluate(record) == load(name).evaluate(record)
    assert json.dumps(record) == before


@pytest.mark.parametrize("name", ["market_scales", "net_content", "eyewear"])
@pytest.mark.parametrize("date", [{}, {"date": ""}, {"date": None}])
def test_where_the_date_chooses_the_limits_it_is_required(name, date):
    with pytest.raises(RecordError) as caught:
        load(name).evaluate(date)
    assert (caught.value.code, caught.value.at) == ("required", "date")


@pytest.mark.parametrize(
    ("record", "code", "at"),
    [
        (None, "not_an_object", ""),
        ([], "not_an_object", ""),
        ({"date": 20260305}, "not_a_date", "date"),
        ({"date": "2026-13-01"}, "not_a_date", "date"),
        ({"date": "２０２６-03-05"}, "not_a_date", "date"),
        ({"date": "9999-12-31"}, "out_of_range", "date"),
        ({"date": "2026-03-05", "checklist": []}, "not_an_object", "checklist"),
        ({"date": "2026-03-05", "checklist": {"nobody": {"answer": "no"}}}, "unknown_item", "checklist"),
    ],
)
def test_what_every_programme_refuses(record, code, at):
    for name in names():
        record = (
            {**record, "product": {"kind": "mass", "nominal": "500"}} if isinstance(record, dict) else record
        )
        with pytest.raises(RecordError) as caught:
            load(name).evaluate(record)
        assert (caught.value.code, caught.value.at) == (code, at)
