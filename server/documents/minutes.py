"""The minutes of a draw as PDF/A: archived as it was signed, with the same bytes for the same values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from server.documents import typesetting

LEAST_LINES = 5


@dataclass(frozen=True)
class Listing:
    """A table. ``widths`` holds a share of the line for each column, 0 for as wide as its words."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Points:
    """Numbered lines under a title."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Minutes:
    """Everything the minutes say, in one ``language`` (zh or en). ``facts`` holds (name, lines); ``witnesses`` the
    names that were typed, before their empty fields; ``code`` is a QR code as SVG; ``foot`` stands on every page."""

    language: str
    title: str
    subtitle: str
    author: str
    at: datetime
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    commitment_title: str
    commitment: tuple[str, ...]
    code: str
    code_says: str
    witnesses_title: str
    witnesses_says: str
    witness_columns: tuple[str, str, str, str]
    foot: str
    notice: str = ""
    tables: tuple[Listing, ...] = ()
    lists: tuple[Points, ...] = ()
    witnesses: tuple[str, ...] = field(default=())


def pdf(minutes: Minutes) -> bytes:
    """Return the minutes as PDF/A-2a, as :func:`typesetting.pdf` does. ``at`` is the only time in it."""
    return typesetting.pdf("minutes.typ", _values(minutes))


def _values(minutes: Minutes) -> dict[str, Any]:
    named = [(name, "", "", "") for name in minutes.witnesses]
    empty: Sequence[Any] = [("", "", "", "")] * max(0, LEAST_LINES - len(named))
    said = asdict(minutes) | {"witnesses": [*named, *empty], "date": typesetting.moment(minutes.at)}
    del said["at"]
    return said
