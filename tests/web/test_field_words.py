"""Fields and values of a record in the words of the programme's form."""

import pytest

from server.domain import programmes
from server.domain.programmes.explain import Words
from server.web.office.field_words import FieldWords


def words(name="market_scales", language="zh", paths=()):
    programme = programmes.load(name)
    return FieldWords(programme, Words(programme, language), paths)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (["stage"], "检查类型"),
        (["instruments", "@0-9", "weighings", "@b", "indication"], "衡器 / 2 / 称量 / 1 / 示值"),
        (["instruments", "@elsewhere", "seal"], "衡器 / elsewhere / 铅封"),
        (["instruments", "0", "weighings", "3", "indication"], "衡器 / 1 / 称量 / 4 / 示值"),
        (["checklist", "fair_scale_set", "answer"], "集市检查表 / 设置公平秤"),
        (["unknown", "@a"], "unknown / a"),
    ],
)
def test_a_place_is_named_as_in_the_form(path, text):
    known = [["instruments", "@0-9", "weighings", "@b", "load"], ["instruments", "@0-1", "serial"]]
    assert words(paths=known).place(path) == text


def test_values_of_choices_and_checklists_are_words_and_all_others_stay():
    said = words()
    assert said.value(["stage"], "in_service") == "使用中检查"
    assert said.value(["instruments", "@1", "checklist", "seal_whole", "answer"], "no") == "否"
    assert said.value(["instruments", "@1", "weighings", "@1", "load"], "1000") == "1000"
    assert said.value(["stage"], None) == "null"
    assert said.value(["label", "prominent"], True) == "true"


def test_every_field_of_every_form_has_a_name():
    for name in programmes.names():
        for language in ("zh", "en"):
            said = words(name, language)
            for place in said._labels:
                assert not said.place(place).startswith("form."), place
