"""What the texts of a presentation can reach: values by path, words for codes, findings by place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from .findings import VIOLATION
from .verdicts import FAIL, PASS, UNDETERMINED, WORST_FIRST

GAP = "—"
_PLACE = re.compile(r"\{([a-z_0-9.]+)(?:\|([a-z_]+))?\}")


@dataclass(frozen=True)
class View:
    """The values that paths can reach, and the words for them."""

    language: str
    words: Mapping[str, Any]
    values: Mapping[str, Any]
    findings: list[Mapping[str, Any]] = field(default_factory=list)

    def having(self, **more: Any) -> View:
        return replace(self, values={**self.values, **more})

    def at(self, place: str, owner: Any, judged: Any, number: int | None = None) -> View:
        here = [finding for finding in self.findings if _within(finding["at"], place)]
        trouble = Trouble({found["code"]: FAIL for found in here if found["severity"] == VIOLATION})
        doubt = Trouble({found["code"]: UNDETERMINED for found in here})
        found = dict.fromkeys(doubt, "yes")
        return self.having(
            owner=owner, judged=judged, number=number, trouble=trouble, doubt=doubt, found=found
        )

    def pairs(self, owner: Any, judged: Any, name: str) -> Iterator[tuple[int, Any, Any]]:
        rows = _step(owner, name)
        figures = _step(judged, name)
        for index, row in enumerate(rows if isinstance(rows, list) else []):
            figure = figures[index] if isinstance(figures, list) and index < len(figures) else {}
            yield index + 1, row, figure

    def find(self, path: str) -> Any:
        value: Any = self.values
        for step in path.split("."):
            value = _step(value, step)
        return value

    def plain(self, text: Any) -> str:
        return text if isinstance(text, str) else text[self.language]

    def text(self, text: Any) -> str:
        """The first of the alternatives without a gap; a dash when all have one."""
        for one in text if isinstance(text, list) else [text]:
            filled = self._filled(self.plain(one))
            if filled is not None:
                return filled
        return GAP

    def translated(self, value: Any, table: str | None) -> str | None:
        if table is not None:
            value = self.words[table].get(_key(value))
        return value if value in WORST_FIRST else None

    def _filled(self, text: str) -> str | None:
        parts = []
        for literal, path, table in _compiled(text):
            parts.append(literal)
            if path is None:
                continue
            value = self.find(path)
            if value is None or value == "":
                return None
            word = self.words[table].get(_key(value)) if table else None
            parts.append(self.plain(word) if word else str(value))
        return "".join(parts)


class Trouble(dict[str, str]):
    """Verdicts by code of finding; what was not found passes."""

    def __missing__(self, code: str) -> str:
        return PASS


@lru_cache(maxsize=1024)
def _compiled(text: str) -> tuple[tuple[str, str | None, str | None], ...]:
    """The text as (what stands before, path, table) and the rest behind the last path."""
    found, end = [], 0
    for match in _PLACE.finditer(text):
        found.append((text[end : match.start()], match[1], match[2]))
        end = match.end()
    return (*found, (text[end:], None, None))


def _step(value: Any, step: str) -> Any:
    if isinstance(value, Trouble):
        return value[step]
    if isinstance(value, Mapping):
        return value.get(step)
    if isinstance(value, list):
        if step == "count":
            return len(value)
        return value[int(step)] if step.isdigit() and int(step) < len(value) else None
    return None


def _key(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _within(at: str, place: str) -> bool:
    return not place or at == place or at.startswith(place + "/")
