"""docs/registers.md says what the registers are."""

from pathlib import Path

import pytest

from server.documents import reading, sheet_reader
from server.domain import texts
from server.domain.registers import NOUNS, programme_words, register
from server.domain.registers.columns import Column
from server.services import import_checks

PAGE = (Path(__file__).parent.parent / "docs" / "registers.md").read_text("utf-8")
KINDS = {
    "identifier": "identifier",
    "uscc": "code of GB 32100",
    "text": "text",
    "division": "six digits of a division that exists",
    "date": "day",
    "decimal": "number above zero",
}


def table(noun: str) -> str:
    """The columns of a register as the page gives them."""
    lines = ["| Key | 列名 | Header | Required | Takes | At most |", "|---|---|---|---|---|---|"]
    for column in register(noun).columns:
        required = "yes" if column.required else f"default `{column.default}`" if column.default else "no"
        most = str(column.most or "")
        lines.append(
            f"| `{column.key}` | {column.zh} | {column.en} | {required} | {takes(column)} | {most} |"
        )
    return "\n".join(lines)


def takes(column: Column) -> str:
    match column.kind:
        case "choice":
            words = texts.tables()[column.table].items()
            return ", ".join(
                f"`{code}`" if code == word["zh"] else f"`{code}` {word['zh']}" for code, word in words
            )
        case "programmes":
            return "any of " + ", ".join(f"`{name}`" for name in programme_words.words()) + ", or their names"
        case "reference":
            return f"key of an {column.of}"
        case "date":
            return f"day, {column.years_back} years back to {column.years_ahead} ahead"
        case kind:
            return KINDS[kind]


@pytest.mark.parametrize("noun", NOUNS)
def test_the_tables_of_columns_are_those_of_the_data(noun: str) -> None:
    begin, end = f"<!-- columns of {noun} -->\n", f"\n<!-- end of {noun} -->"
    assert PAGE[PAGE.index(begin) + len(begin) : PAGE.index(end)] == table(noun)


def test_the_limits_are_those_of_the_code() -> None:
    numbers = (
        f"at most {reading.ROWS:,} rows",
        f"more than {reading.MEGABYTES_UNPACKED} MB",
        f"at most {reading.MEGABYTES_READING} MB of memory",
        f"{sheet_reader.SECONDS} seconds of computing",
        f"the first {import_checks.FIRST} faulty cells",
        f"up to {import_checks.MOST_FAULTS:,}",
    )
    for words in numbers:
        assert words in PAGE, words
