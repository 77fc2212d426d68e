"""QR labels: an address as a square that a telephone reads, and the sheets of paper that they are printed on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import qrcode
from qrcode.constants import ERROR_CORRECT_M

#: Labels on one sheet of A4: three beside each other, seven rows of about 63 by 38 mm.
ON_A_SHEET = 21
QUIET = 4


@dataclass(frozen=True)
class Label:
    """What a label leads to (``address``) and what stands beside the square: a name, then smaller lines."""

    address: str
    name: str
    lines: tuple[str, ...] = ()


def sheets(labels: Sequence[Label]) -> Iterator[Sequence[Label]]:
    """Return the labels sheet by sheet, the last one as full as it gets."""
    for start in range(0, len(labels), ON_A_SHEET):
        yield labels[start : start + ON_A_SHEET]


def svg(address: str, description: str = "") -> str:
    """Return the QR code of ``address`` as SVG without any style, to stand in a page or in a file.

    One unit is one module; the quiet zone of four modules that ISO/IEC 18004 asks for is part of it. Dark modules
    are drawn as horizontal runs. ``description`` is read out in place of the picture.
    """
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(address)
    code.make(fit=True)
    modules = code.get_matrix()
    path = "".join(
        f"M{start} {y}h{length}v1h-{length}z" for y, row in enumerate(modules) for start, length in _runs(row)
    )
    size = len(modules)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" '
        f'aria-label="{escape(description or address)}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/><path fill="#000" d="{path}"/></svg>'
    )


def _runs(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for place, dark in enumerate([*row, False]):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place - start
            start = None
