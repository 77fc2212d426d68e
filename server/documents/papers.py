"""The papers of an inspection as PDF/A: what they say as values, set like the minutes of a draw.

The same values give the same bytes. A paper names no time but ``at``, that of what it tells, never that of its making.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from server.documents import typesetting
from server.documents.minutes import Listing


@dataclass(frozen=True)
class Point:
    """A numbered line, with lines under it."""

    text: str
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A section: paragraphs, then numbered points, then tables, then a ``picture`` (the bytes of a PNG, JPEG, GIF or
    WebP file) described by ``picture_says``."""

    title: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    tables: tuple[Listing, ...] = ()
    picture: bytes = b""
    picture_says: str = ""


@dataclass(frozen=True)
class Paper:
    """A paper in Chinese. ``facts`` holds (name, lines); ``code`` is a QR code as SVG or nothing; ``signing`` holds
    the names of the empty fields for signatures on paper; ``foot`` stands on every page."""

    title: str
    subtitle: str
    author: str
    at: datetime
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    parts: tuple[Part, ...]
    signing: tuple[str, ...]
    foot: str
    notice: str = ""
    code: str = ""
    code_says: str = ""
    language: str = "zh"


def pdf(paper: Paper) -> bytes:
    """Return a paper as PDF/A-2a, as :func:`typesetting.pdf` does."""
    return typesetting.pdf("paper.typ", _values(paper))


def _values(paper: Paper) -> dict[str, Any]:
    said = asdict(paper) | {"date": typesetting.moment(paper.at)}
    del said["at"]
    for part in said["parts"]:
        part["picture"] = list(part["picture"])
    return said
