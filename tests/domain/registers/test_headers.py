"""The header row of a file."""

import pytest

from server.domain.registers import NOUNS, headers, register


@pytest.mark.parametrize(("place", "name"), [(0, "A1"), (25, "Z1"), (26, "AA1"), (701, "ZZ1"), (702, "AAA1")])
def test_cells_are_named_as_a_spreadsheet_names_them(place, name) -> None:
    assert headers.cell_name(1, place) == name


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_headers_of_either_language_are_known_in_any_order(noun, language) -> None:
    columns = list(reversed(register(noun).columns))
    places, problems = headers.places(noun, [column.header(language) for column in columns], 1)
    assert problems == []
    assert places == {column.key: place for place, column in enumerate(columns)}


@pytest.mark.parametrize("noun", NOUNS)
def test_no_header_names_two_columns_of_one_register(noun) -> None:
    titles = [column.zh for column in register(noun).columns] + [
        column.en for column in register(noun).columns
    ]
    assert len(set(titles)) >= len(register(noun).columns) * 2 - 1
    for column in register(noun).columns:
        for title in (column.zh, column.en, column.key):
            assert headers.places(noun, [title], 1)[0] == {column.key: 0}


def test_stars_blanks_case_and_remarks_do_not_matter() -> None:
    titles = ["统一社会信用代码（18位）", "*名称", " KIND ", "区划代码", None, "Class  Date"]
    places, problems = headers.places("object", titles, 1)
    assert problems == []
    assert places == {"uscc": 0, "name": 1, "kind": 2, "division": 3, "risk_date": 5}


def test_unknown_repeated_and_missing_columns_are_named() -> None:
    places, problems = headers.places("object", ["名称", "对象名称", "颜色", "类别"], 3)
    assert [(one.code, one.at) for one in problems] == [
        ("column_twice", "B3"),
        ("column_unknown", "C3"),
        ("column_missing", "3"),
        ("column_missing", "3"),
    ]
    assert [one.text("zh") for one in problems[2:]] == [
        "缺少必需的列“编号”。",
        "缺少必需的列“行政区划代码”。",
    ]
    assert places == {"name": 0, "kind": 3}


@pytest.mark.parametrize(
    ("noun", "title"),
    [("object", "检查项目"), ("object", "抽查项目"), ("inspector", "可检项目"), ("inspector", "可检查项目")],
)
def test_headers_of_earlier_exports_are_still_taken(noun, title) -> None:
    assert headers.places(noun, [title], 1)[0] == {"programmes": 0}
