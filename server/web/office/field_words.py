"""Fields of a record by the names that the programme's form gives them, and their values in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from server.domain.programmes import Programme
from server.domain.programmes.explain import Words
from server.web.languages import gettext

Names = tuple[str, ...]


class FieldWords:
    """Names of places and values of one programme in one language."""

    def __init__(self, programme: Programme, words: Words, paths: Iterable[Sequence[str]] = ()) -> None:
        """``paths`` are those of the record: a row is called by its place among the rows of its list."""
        self._words = words
        self._rows: dict[Names, list[str]] = {}
        for path in paths:
            self._count(path)
        self._labels: dict[Names, str] = {}
        self._fields: dict[Names, str] = {}
        self._learn(programme.form["sections"], ())

    def place(self, path: Sequence[str]) -> str:
        """Return a path as people read it: sections and fields by name, rows by their place in the list.

        A row is named by its key (``@…``), as in an operation, or by its index from 0, as in a folded record.
        """
        said: list[str] = []
        names: Names = ()
        for n, segment in enumerate(path):
            if segment.startswith("@"):
                said.append(self._row(tuple(path[:n]), segment))
            elif segment.isascii() and segment.isdigit():
                said.append(str(int(segment) + 1))
            else:
                names = (*names, segment)
                said.append(self._name(names))
        return " / ".join(word for word in said if word)

    def value(self, path: Sequence[str], value: Any) -> str:
        """Return a value: a choice in its words, anything else as it stands."""
        names = tuple(segment for segment in path if not segment.startswith("@"))
        keys = [f"choice.{self._fields.get(names, '')}.{value}"]
        if len(names) > 2 and names[-3] == "checklist":
            keys = [f"answer.{value}"]
        for key in keys:
            if self._words.knows(key):
                return self._words.text(key)
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def _name(self, names: Names) -> str:
        if names in self._labels:
            return self._words.text(self._labels[names])
        if len(names) > 1 and names[-2] == "checklist" and self._words.knows(f"check.{names[-1]}"):
            return self._words.text(f"check.{names[-1]}")
        if len(names) > 2 and names[-3] == "checklist":
            return "" if names[-1] == "answer" else gettext("备注")
        return names[-1]

    def _row(self, above: Names, key: str) -> str:
        keys = self._rows.get(above, [])
        return str(sorted(keys).index(key) + 1) if key in keys else key[1:]

    def _count(self, path: Sequence[str]) -> None:
        for n, segment in enumerate(path):
            keys = self._rows.setdefault(tuple(path[:n]), [])
            if segment.startswith("@") and segment not in keys:
                keys.append(segment)

    def _learn(self, sections: Sequence[Mapping[str, Any]], above: Names) -> None:
        for section in sections:
            at = (*above, *section["path"])
            if section["path"]:
                self._labels.setdefault(at, f"form.{section['id']}")
            for field in section.get("fields", ()):
                place = (*at, *field.get("path", [field["id"]]))
                if place != at:
                    self._labels[place] = f"form.{section['id']}.{field['id']}"
                self._fields[place] = field["id"]
            self._learn(section.get("sections", ()), at)
