"""Tables of a judged record, as values: they know nothing of pages or paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """``text`` with its ``unit``; ``verdict`` where the cell is a result (pass, fail, undetermined, not_judged)."""

    text: str
    unit: str = ""
    verdict: str | None = None


@dataclass(frozen=True)
class Table:
    """A caption, the headers of the columns, and rows of as many cells; ``verdict`` is that of the owner."""

    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    verdict: str | None = None

    def labelled(self) -> Iterator[zip[tuple[str, Cell]]]:
        """The rows with its header beside each cell, for narrow screens and screen readers."""
        return (zip(self.headers, row, strict=True) for row in self.rows)
