"""Labels: the square says the address and nothing else, and a sheet holds what it can."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
import qrcode
from qrcode.constants import ERROR_CORRECT_M

from server.documents.labels import ON_A_SHEET, QUIET, Label, sheets, svg

ADDRESS = "https://fair.example/i/0195a5f0-0000-7000-8000-000000000001"
SVG = "{http://www.w3.org/2000/svg}"


def test_the_picture_has_exactly_the_modules_of_the_code() -> None:
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(ADDRESS)
    code.make()
    assert painted(svg(ADDRESS)) == [[bool(cell) for cell in row] for row in code.get_matrix()]


def test_the_quiet_zone_is_there() -> None:
    modules = painted(svg(ADDRESS))
    edge = [*modules[:QUIET], *modules[-QUIET:], *(row[:QUIET] + row[-QUIET:] for row in modules)]
    assert not any(any(row) for row in edge)


def test_markup_in_the_description_stays_text_and_there_is_no_inline_style() -> None:
    picture = svg(ADDRESS, 'a"><script>alert(1)</script>')
    assert ET.fromstring(picture).get("aria-label") == 'a"><script>alert(1)</script>'
    assert "<script" not in picture
    assert "style" not in picture


@pytest.mark.parametrize(
    ("labels", "sizes"), [(0, []), (1, [1]), (ON_A_SHEET, [21]), (ON_A_SHEET + 1, [21, 1])]
)
def test_sheets_are_filled_one_after_the_other(labels: int, sizes: list[int]) -> None:
    made = [Label(ADDRESS, str(number)) for number in range(labels)]
    cut = list(sheets(made))
    assert [len(sheet) for sheet in cut] == sizes
    assert [label for sheet in cut for label in sheet] == made


def painted(picture: str) -> list[list[bool]]:
    """The modules that the dark path covers."""
    root = ET.fromstring(picture)
    size = int(root.get("viewBox").split()[2])
    modules = [[False] * size for _ in range(size)]
    dark = next(path for path in root.iter(f"{SVG}path") if path.get("fill") == "#000")
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)", dark.get("d")):
        for place in range(int(x), int(x) + int(length)):
            modules[int(y)][place] = True
    return modules
