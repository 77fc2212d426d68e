"""Registers and divisions by the command line: what a page would say, and the same all or nothing."""

from pathlib import Path

import pytest

from server.config import Settings

DIVISIONS = "code,zh,en\n379901,岳东区,Yuedong District\n379902,岚港区,Langang District\n"


@pytest.fixture
def prepared(fair_scale, tmp_path: Path) -> Path:
    """An installation with two divisions; returns a folder for files."""
    fair_scale("set-up")
    file = tmp_path / "divisions.csv"
    file.write_text(DIVISIONS, "utf-8")
    assert fair_scale("divisions", str(file))[:2] == (0, "2 divisions are new or renamed.\n")
    return tmp_path


def test_an_export_can_be_taken_in_again_and_changes_nothing(fair_scale, prepared: Path) -> None:
    file = prepared / "objects.csv"
    assert fair_scale("export", "object", str(file))[:2] == (0, f"Wrote 0 entries: {file}\n")
    header = file.read_text("utf-8-sig").splitlines()[0].split(",")
    row = {"Number": "HY-1", "Name": "Market One", "Kind": "Market", "Division code": "379901"}
    assert set(row) <= set(header)
    file.write_text(",".join(header) + "\n" + ",".join(row.get(name, "") for name in header) + "\n", "utf-8")
    assert fair_scale("import", "object", str(file))[:2] == (
        0,
        "Taken in: 1 added, 0 changed, 0 left as they are.\n",
    )
    book = prepared / "objects.xlsx"
    assert fair_scale("export", "object", str(book))[0] == 0
    assert fair_scale("import", "object", str(book))[1] == (
        "Taken in: 0 added, 0 changed, 1 left as they are.\n"
    )


def test_a_wrong_cell_is_named_and_nothing_is_taken_in(fair_scale, prepared: Path) -> None:
    file = prepared / "objects.csv"
    file.write_text(
        "Number,Name,Kind,Division code\nHY-1,One,Market,379901\nHY-2,Two,Castle,000000\n", "utf-8"
    )
    status, written, _ = fair_scale("import", "object", str(file))
    assert status == 1
    assert {line.split(":")[0] for line in written.splitlines()[:-1]} == {"C3", "D3"}
    assert fair_scale("export", "object", str(prepared / "out.csv"))[1].startswith("Wrote 0 entries")


def test_checking_alone_changes_nothing(fair_scale, prepared: Path) -> None:
    file = prepared / "objects.csv"
    file.write_text("Number,Name,Kind,Division code\nHY-1,One,Market,379901\n", "utf-8")
    assert "1 would be added" in fair_scale("import", "object", str(file), "--check")[1]
    assert fair_scale("export", "object", str(prepared / "out.csv"))[1].startswith("Wrote 0 entries")


@pytest.mark.parametrize(("name", "at"), [("objects.pdf", ""), ("missing.csv", "missing.csv")])
def test_a_file_that_is_none_is_refused(fair_scale, prepared: Path, name: str, at: str) -> None:
    if not at:
        (prepared / name).write_bytes(b"%PDF")
    status, _, said = fair_scale("import", "object", str(prepared / name))
    assert status == 2
    assert name in said


def test_divisions_are_taken_in_whole_or_not_at_all(fair_scale, prepared: Path) -> None:
    file = prepared / "more.csv"
    file.write_text("code,zh,en\n379903,柏溪区,Boxi District\n12,短,\n", "utf-8")
    status, _, said = fair_scale("divisions", str(file))
    assert status == 2
    assert "2/code" in said
    assert "2/en" in said
    file.write_text("code,zh,en\n379903,柏溪区,Boxi District\n379901,岳东区,Yuedong\n", "utf-8")
    assert fair_scale("divisions", str(file))[1] == "2 divisions are new or renamed.\n"
    file.write_text("379904,无名区,Nameless\n", "utf-8")
    assert "The first line must be code,zh,en" in fair_scale("divisions", str(file))[2]


def test_a_restored_database_gets_a_new_name(fair_scale, installation: Settings) -> None:
    fair_scale("set-up")
    first, second = (fair_scale("restored")[1] for _ in range(2))
    assert first != second
    assert fair_scale("verify-log")[0] == 0


def test_the_description_of_the_interface_is_the_one_in_the_documents(fair_scale, tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    assert fair_scale("openapi", str(file))[0] == 0
    kept = Path(__file__).parents[2] / "docs" / "openapi.json"
    assert file.read_text("utf-8") == kept.read_text("utf-8")
