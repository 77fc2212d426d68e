"""Tables out and in: what is written is read back, and nothing in it runs."""

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from server.documents import reading, spreadsheets
from server.domain.problems import Problem
from server.domain.registers.cells import Day, Time

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
LEADS = st.sampled_from(["", "=", "+", "-", "@", "'", "''=", "＝", "'@"])


def rows(path: Path, name: str | None = None) -> list[list[object]]:
    return [row for batch in reading.rows(path, name or path.name).batches for row in batch]


def code(path: Path, name: str | None = None) -> str:
    with pytest.raises(Problem) as caught:
        rows(path, name)
    assert caught.value.text("zh") and caught.value.text("en")
    return caught.value.code


@given(LEADS, TEXT)
def test_the_mark_comes_off_exactly_as_it_was_set(lead: str, text: str) -> None:
    marked = spreadsheets.mark(lead + text)
    assert spreadsheets.unmark(marked) == lead + text
    assert marked[:1] not in {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"}


@given(st.lists(st.lists(st.builds("".join, st.tuples(LEADS, TEXT)), min_size=2, max_size=3), max_size=5))
def test_a_csv_is_read_back_as_it_was_written(table: list[list[str]]) -> None:
    data = b"".join(spreadsheets.csv_chunks(["a", "b"], table, size=2))
    assert data.startswith(b"\xef\xbb\xbf")
    read = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert [[spreadsheets.unmark(cell) for cell in row] for row in read] == [["a", "b"], *table]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_file_is_read_back_as_it_was_written(tmp_path: Path, suffix: str) -> None:
    table = [["=1+1", "+8613", "市场"], ["@x", "'=y", "0012"], ["a,b", 'c"d', "-3"]]
    file = tmp_path / f"t.{suffix}"
    if suffix == "csv":
        file.write_bytes(b"".join(spreadsheets.csv_chunks(["甲", "乙", "丙"], table)))
    else:
        spreadsheets.write_xlsx(file, "表", ["甲", "乙", "丙"], table, ("说明", [["甲", "必填"]]))
    assert rows(file) == [["甲", "乙", "丙"], *table]


def test_a_workbook_holds_no_formula(tmp_path: Path) -> None:
    spreadsheets.write_xlsx(tmp_path / "t.xlsx", "表", ["甲"], [["=HYPERLINK(1)"], ["{=1}"]])
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").active
    assert [(cell.value, cell.data_type) for cell in sheet["A"][1:]] == [
        ("'=HYPERLINK(1)", "s"),
        ("{=1}", "s"),
    ]


def test_cells_stand_where_the_sheet_has_them_with_their_types(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "t.xlsx")) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        stamp, time = (
            book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            book.add_format({"num_format": "hh:mm"}),
        )
        sheet.write_string(2, 1, "B3")
        sheet.write_number(3, 2, 46086, day)
        sheet.write_number(4, 2, 46086.5, stamp)
        sheet.write_number(4, 3, 0.5, time)
        sheet.write_boolean(3, 3, True)
        sheet.write_formula(3, 1, "=1+1", None, 2)
    assert rows(tmp_path / "t.xlsx")[2:] == [
        ["", "B3", "", ""],
        ["", 2.0, Day("2026-03-05"), True],
        ["", "", Day("2026-03-05", "12:00:00"), Time("12:00:00")],
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_csv_may_be_encoded_and_separated_in_the_usual_ways(
    tmp_path: Path, encoding: str, sign: str
) -> None:
    file = tmp_path / "t.csv"
    file.write_bytes(f'名称{sign}地址\r\n市场{sign}"东\n城"\r\n'.encode(encoding))
    assert rows(file) == [["名称", "地址"], ["市场", "东\n城"]]


def test_an_extension_has_to_be_true(tmp_path: Path) -> None:
    spreadsheets.write_xlsx(tmp_path / "t.xlsx", "表", ["甲"], [])
    (tmp_path / "t.csv").write_bytes("名称\r\n".encode())
    (tmp_path / "old.bin").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    (tmp_path / "binary.csv").write_bytes(bytes(100))
    assert code(tmp_path / "t.xlsx", "t.csv") == "file_not_what_it_says"
    assert code(tmp_path / "t.csv", "t.xlsx") == "file_not_what_it_says"
    assert code(tmp_path / "binary.csv") == "file_not_what_it_says"
    assert code(tmp_path / "old.bin", "old.xlsx") == "file_old_excel"
    assert code(tmp_path / "t.csv", "t.xls") == "file_old_excel"
    assert code(tmp_path / "t.csv", "t.xlsm") == "file_macros"
    assert code(tmp_path / "t.csv", "t.txt") == "file_kind"


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"")
    assert code(tmp_path / "t.csv") == "file_empty"


def test_a_broken_csv_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b'a\r\n"b"c,\r\n')
    assert code(tmp_path / "t.csv") == "csv_broken"
    (tmp_path / "t.csv").write_bytes(b"a\r\n" + b"x" * 200_000)
    assert code(tmp_path / "t.csv") == "csv_broken"


def test_a_csv_in_no_known_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(b"\xff\xff\xfe\x80 name")
    assert code(tmp_path / "t.csv") == "file_encoding"


def _archive(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_an_archive_that_is_no_workbook_is_named(tmp_path: Path) -> None:
    assert code(_archive(tmp_path / "a.xlsx", {"a.txt": b"x"})) == "file_not_what_it_says"
    assert code(_archive(tmp_path / "b.xlsx", {"xl/workbook.xml": b"<x"})) == "file_unreadable"
    (tmp_path / "c.xlsx").write_bytes(b"PK\x03\x04 no archive")
    assert code(tmp_path / "c.xlsx") == "file_unreadable"


def test_macros_are_refused_whatever_the_file_is_called(tmp_path: Path) -> None:
    parts = {"xl/workbook.xml": b"<workbook/>", "xl/vbaProject.bin": b"x"}
    assert code(_archive(tmp_path / "m.xlsx", parts)) == "file_macros"


def test_a_zip_bomb_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MEGABYTES_UNPACKED", 1)
    parts = {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": bytes(2 << 20)}
    assert code(_archive(tmp_path / "z.xlsx", parts)) == "file_unpacks_too_large"


def test_a_sheet_that_would_take_all_memory_takes_only_its_reader_down(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["XFD1048576"] = 1, 1
    book.save(tmp_path / "sparse.xlsx")
    assert code(tmp_path / "sparse.xlsx") == "file_sheet_too_large"


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    monkeypatch.setattr(reading, "ROWS", 100)
    table, file = [[str(n)] for n in range(300)], tmp_path / f"t.{suffix}"
    if suffix == "csv":
        file.write_bytes(b"".join(spreadsheets.csv_chunks(["a"], table)))
    else:
        spreadsheets.write_xlsx(file, "t", ["a"], table)
    assert code(file) == "too_many_rows"


def test_an_empty_workbook_has_no_rows(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    assert rows(tmp_path / "empty.xlsx") == []
