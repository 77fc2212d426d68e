"""What a form shows while a record is typed: everything that can be judged already, and never a failure."""

import json
import re
from typing import Any

import pytest

from server.domain.programmes import load, names
from tests.field.random_records import records
from tests.field.verdicts_page import VerdictsPage, judged_in_python, tables_of

LIVE = """async ([programme, data, records, language]) => {
  const { live, prepare } = await import("/core/verdicts/live.js");
  await prepare(programme);
  return JSON.stringify(JSON.parse(records).map((record) => live(programme, record, data, language)));
}"""
SUGAR = {
    "date": "2026-03-05",
    "product": {"kind": "mass", "nominal": "500", "unit": "g"},
    "lot": {"size": 60},
}
SCALE = {
    "serial": "1",
    "accuracy_class": "III",
    "max": "15000",
    "min": "100",
    "e": "5",
    "d": "5",
    "unit": "g",
}
SCALE |= {"valid_until": "2026-08-01", "seal": "intact"}


def live(page: VerdictsPage, name: str, given: list[Any], language: str = "zh") -> list[dict[str, Any]]:
    data = {**tables_of(name), "texts": load(name).texts}
    return json.loads(page.run(LIVE, [name, data, json.dumps(given), language]))


def at(shown: dict[str, Any], place: str) -> list[tuple[str, str, str]]:
    return [(note["result"], note["word"], note["text"]) for note in shown["notes"] if note["at"] == place]


def test_rows_that_are_not_complete_are_left_out_and_the_others_keep_their_numbers(
    verdicts_page: VerdictsPage,
):
    packages = [{"net": "500"}, {}, {"net": "480"}, {"gross": "500"}, {"net": "469"}]
    [shown] = live(verdicts_page, "net_content", [{**SUGAR, "packages": packages}])
    assert at(shown, "packages/0") == [("pass", "≤ T", "实际含量 500 g")]
    assert at(shown, "packages/1/net") == [("incomplete", "未填全", "")]
    assert at(shown, "packages/2") == [("undetermined", "T1", "实际含量 480 g，短缺 20，T = 15")]
    assert at(shown, "packages/3/tare") == [("incomplete", "未填全", "")]
    assert at(shown, "packages/4") == [("fail", "T2", "实际含量 469 g，短缺 31，T = 15")]
    assert shown["verdict"] == "fail"


def test_a_record_with_a_gap_has_no_verdict_unless_it_fails_already(verdicts_page: VerdictsPage):
    whole = [{"net": "500"}] * 13
    given = [{**SUGAR, "packages": rows} for rows in (whole, [*whole[1:], {}])]
    assert [shown["verdict"] for shown in live(verdicts_page, "net_content", given)] == ["pass", "incomplete"]


def test_the_running_mean_and_the_counts_stand_at_the_packages(verdicts_page: VerdictsPage):
    record = {**SUGAR, "packages": [{"net": "500"}, {"net": "481"}]}
    [shown] = live(verdicts_page, "net_content", [record], "en")
    text = "2/13 measured, mean 490.5 g (Qn 500), T1 1/1, T2 0, T = 15"
    assert at(shown, "packages")[0] == ("undetermined", "Undetermined", text)


def test_a_scale_without_its_plate_does_not_hide_the_next_one(verdicts_page: VerdictsPage):
    weighing = {"load": "1000", "indication": "1010", "added": "1.5"}
    instruments = [
        {"serial": "0", "weighings": [weighing]},
        {**SCALE, "weighings": [{"load": "1"}, weighing]},
    ]
    record = {"date": "2026-03-05", "stage": "in_service", "instruments": instruments}
    [shown] = live(verdicts_page, "market_scales", [record])
    assert at(shown, "instruments/0/accuracy_class")[0][0] == "incomplete"
    assert at(shown, "instruments/1/weighings/0/indication")[0][0] == "incomplete"
    assert at(shown, "instruments/1/weighings/1") == [("fail", "不符合", "Ec 11 g，限值 ±5")]
    assert at(shown, "instruments/1") == [("fail", "不符合", "本台衡器")]


def test_an_axis_of_190_degrees_is_told_and_the_power_is_judged_all_the_same(verdicts_page: VerdictsPage):
    lens = {
        "ordered": {"sph": "-3.00", "cyl": "-0.75", "axis": "180"},
        "measured": {"sph": "-3.06", "cyl": "-0.81", "axis": "190"},
    }
    record = {"date": "2025-06-01", "spectacles": [{"design": "single_vision", "right": lens}]}
    [shown] = live(verdicts_page, "eyewear", [record])
    assert at(shown, "spectacles/0/right/measured/axis") == [("incomplete", "未填全", "应在 0 与 180 之间")]
    assert "子午线 -0.06 / -0.12（±0.12）" in at(shown, "spectacles/0/right")[0][2]


@pytest.mark.parametrize(
    ("name", "record", "place"),
    [
        ("net_content", {**SUGAR, "packages": [{"gross": "50000"}]}, "packages/0/gross"),
        ("net_content", {**SUGAR, "density": "10"}, "density"),
        ("market_scales", {"retail": [{"settled_g": "500", "checked_g": "50"}]}, "retail/0/checked_g"),
        (
            "market_scales",
            {"instruments": [{"weighings": [{"load": "1000", "indication": "100"}]}]},
            "instruments/0/weighings/0/indication",
        ),
        ("eyewear", {"spectacles": [{"pd": {"right": "62"}}]}, "spectacles/0/pd/right"),
        (
            "eyewear",
            {"spectacles": [{"right": {"measured": {"sph": "-3.055"}}}]},
            "spectacles/0/right/measured/sph",
        ),
        ("net_content", {"balance": {"d": "0.5"}, "packages": [{"gross": "503.2"}]}, "packages/0/gross"),
    ],
)
def test_what_is_absurd_asks_back_even_in_a_record_that_cannot_be_judged(
    verdicts_page: VerdictsPage, name: str, record: dict, place: str
):
    [shown] = live(verdicts_page, name, [record], "en")
    assert [word for _, word, text in at(shown, place) if text] == ["Please check"]


def test_one_question_for_one_absurd_package_is_enough(verdicts_page: VerdictsPage):
    [shown] = live(verdicts_page, "net_content", [{**SUGAR, "packages": [{"net": "50000"}]}])
    asked = [
        note["text"]
        for note in shown["notes"]
        if note["at"].startswith("packages/0") and note["word"] == "请核对"
    ]
    assert asked == ["请核对：实际含量 50000 与标注 500 相差十倍以上"]


def test_what_is_wrong_in_a_text_is_marked_with_what_is_right(verdicts_page: VerdictsPage):
    text = "🍎 3.5元/斤，\n5公斤装，斤斤计较，10KG"
    [shown] = live(verdicts_page, "legal_units", [{"date": "2026-03-05", "texts": [{"text": text}]}])
    [pieces] = [note["passage"] for note in shown["notes"] if "passage" in note]
    assert "".join(piece["text"] for piece in pieces) == text
    wrong = [(piece["text"], piece["level"], piece["right"]) for piece in pieces if "level" in piece]
    assert wrong == [("/斤", "error", "千克 kg (公斤)"), ("KG", "error", "kg")]


def test_a_text_with_nothing_wrong_says_so_and_false_friends_stay_unmarked(verdicts_page: VerdictsPage):
    friends = "半斤八两，斤斤计较，5公斤，3公里，2公顷，英镑，地磅，尺寸，里程，居里夫人，5 mPa·s"
    [shown] = live(verdicts_page, "legal_units", [{"date": "2026-03-05", "texts": [{"text": friends}]}])
    assert at(shown, "texts/0/text") == [("pass", "符合", "未发现不规范的计量单位")]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", names())
def test_nothing_throws_and_a_whole_record_has_its_verdict(
    verdicts_page: VerdictsPage, name: str, language: str
):
    given = [*records(name, 7, 300), None, [], "x", {}, {"date": "2026-03-05"}]
    for record, expected, shown in zip(
        given, judged_in_python(name, given), live(verdicts_page, name, given, language), strict=True
    ):
        assert "failure" not in shown, (record, shown)
        if "verdict" in expected:
            assert shown["verdict"] == expected["verdict"]
            assert len(shown["findings"]) == len(expected["findings"])
        else:
            assert shown["verdict"] in ("incomplete", "fail")
        texts = [note["word"] + note["text"] for note in shown["notes"]]
        assert [text for text in texts if re.search(r"undefined|null|\[object|NaN(?!OH)", text)] == []


def test_what_is_typed_stands_in_the_record_before_it_is_entered(verdicts_page: VerdictsPage):
    script = """async () => {
      const { draft } = await import("/core/verdicts/draft.js");
      const field = (path, ...values) => [JSON.stringify(path), { path, values: values.map((value) => ({ value })) }];
      const fields = new Map([field(["date"], "2026-03-05"), field(["packages", "@b", "net"], "500"),
        field(["packages", "@c", "net"], "1", "2"), field(["packages", "@a", "net"], "499")]);
      const typed = [{ path: ["packages", "@d", "net"], value: "7" }, { path: ["packages", "@a", "net"], value: null }];
      const { record, pathOf } = draft(fields, typed);
      return [record, pathOf("packages/1/net"), pathOf("packages"), pathOf("")];
    }"""
    assert verdicts_page.run(script) == [
        {"date": "2026-03-05", "packages": [{"net": "500"}, {"net": "7"}]},
        ["packages", "@d", "net"],
        ["packages"],
        [],
    ]
