"""A published document as a page shows it: in the reader's words, with the basis of everything it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson

from server.domain.outcomes import FROM_MEMORY, basis_line
from server.domain.programmes import SHIPPED, Catalogue
from server.domain.programmes.explain import Words, explain
from server.domain.programmes.presentation import Table, tables


@dataclass(frozen=True)
class Basis:
    """A legal or technical basis, and whether it is known from memory only."""

    text: str
    from_memory: bool


@dataclass(frozen=True)
class Said:
    """A finding or a violation in words, with its bases."""

    text: str
    severity: str
    basis: tuple[Basis, ...]


@dataclass(frozen=True)
class Document:
    """``content`` is the document itself; the rest is made from it in one language."""

    content: dict[str, Any]
    summary: str
    findings: tuple[Said, ...]
    editions: tuple[Basis, ...]
    tables: tuple[Table, ...]
    violations: tuple[Said, ...]

    @property
    def photos(self) -> list[dict[str, Any]]:
        """The public photos: ``sha256`` and ``caption``."""
        return self.content.get("photos") or []

    def of_severity(self, severity: str) -> list[Said]:
        """Return the findings of a severity: violation, hint or ask."""
        return [finding for finding in self.findings if finding.severity == severity]


def read(text: str, language: str, catalogue: Callable[[], Catalogue]) -> Document:
    """Read a frozen document for a reader of ``language``; of an unknown programme only the document is shown.

    It is read by the state of the editions that it names, whatever was confirmed since; ``catalogue`` is asked only
    when it names one.
    """
    content = orjson.loads(text)
    place = content.get("catalogue")
    known = catalogue().at(place) if place else SHIPPED
    programme = known.load(content["programme"]) if content["programme"] in known.names() else None
    if programme is None:
        return Document(content, "", (), (), (), ())
    words = Words(programme, language)
    result = content.get("result")
    violations = tuple(violation(entry, words) for entry in content.get("violations") or [])
    if not result:
        return Document(content, "", (), (), (), violations)
    explained = explain(result, programme, language)
    findings = zip(result["findings"], explained["findings"], strict=True)
    return Document(
        content=content,
        summary=explained["summary"],
        findings=tuple(
            dict.fromkeys(
                Said(told["text"], told["severity"], _bases(found["basis"], words))
                for found, told in findings
            )
        ),
        editions=_bases(result["editions"], words),
        tables=tables(programme, content["record"], result, language),
        violations=violations,
    )


def violation(entry: dict[str, Any], words: Words) -> Said:
    """Return a violation with the range of measures of each basis: what was imposed is another matter."""
    bases = tuple(
        Basis(basis_line(basis, words.cite), basis.get("trust") in FROM_MEMORY)
        for basis in entry.get("basis") or []
    )
    return Said(words.text(f"violation.{entry['code']}"), "violation", bases)


def _bases(entries: list[dict[str, Any]], words: Words) -> tuple[Basis, ...]:
    """Each basis once, in order; it is from memory when any entry of it is."""
    found: dict[str, bool] = {}
    for entry in entries:
        text = " ".join(words.cite(entry[key]) for key in ("document", "clause", "article") if entry.get(key))
        found[text] = found.get(text, False) or entry.get("trust") in FROM_MEMORY
    return tuple(Basis(text, from_memory) for text, from_memory in found.items())
