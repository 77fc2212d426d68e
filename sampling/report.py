"""What a verification found: named checks, each with a note, and every difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .notes import LANGUAGES, Note, text_of


@dataclass(frozen=True)
class Check:
    """One check: its name (text `check_<name>`), whether it holds, and what was seen."""

    name: str
    ok: bool
    detail: Note

    def title(self, language: str = "en") -> str:
        """What is checked, in words."""
        return text_of(f"check_{self.name}", language)


@dataclass(frozen=True)
class Report:
    """The checks in order, every difference, and the values that a reader compares with those published."""

    checks: tuple[Check, ...]
    differences: tuple[Note, ...]
    facts: Mapping[str, str]

    @property
    def ok(self) -> bool:
        """True only when there were checks and every one of them holds."""
        return bool(self.checks) and not self.differences and all(check.ok for check in self.checks)

    def as_json(self) -> dict[str, Any]:
        """The report for machines, with the words of each note in every language."""
        return {
            "ok": self.ok,
            "facts": dict(self.facts),
            "checks": [{"name": check.name, "ok": check.ok, **_note(check.detail)} for check in self.checks],
            "differences": [_note(note) for note in self.differences],
        }


def _note(note: Note) -> dict[str, Any]:
    return {
        "code": note.code,
        "at": note.at,
        "values": dict(note.values),
        "text": {language: note.text(language) for language in LANGUAGES},
    }


class Findings:
    """Collects the checks of one verification in the order in which they are made."""

    def __init__(self) -> None:
        self._checks: list[Check] = []
        self._differences: list[Note] = []
        self.facts: dict[str, str] = {}

    def passed(self, name: str, code: str = "seen_same", **values: object) -> None:
        """The check `name` holds."""
        self._checks.append(Check(name, True, Note(code, "", values)))

    def failed(self, name: str, *notes: Note) -> None:
        """The check `name` does not hold, for the reasons in `notes` (at least one)."""
        self._checks.append(Check(name, False, notes[0]))
        self._differences.extend(notes)

    def skipped(self, name: str) -> None:
        """The check `name` could not be made, because an earlier one failed."""
        self._checks.append(Check(name, False, Note("seen_not_reached")))

    def judge(self, name: str, notes: list[Note], code: str = "seen_same", **values: object) -> None:
        """The check `name` holds exactly when there are no `notes` against it."""
        if notes:
            self.failed(name, *notes)
        else:
            self.passed(name, code, **values)

    def report(self) -> Report:
        """What was found."""
        return Report(tuple(self._checks), tuple(self._differences), self.facts)
