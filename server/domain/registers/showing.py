"""Values as cells of an export, readable again without loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.domain import texts
from server.domain.programmes import SHIPPED, Catalogue
from server.domain.registers import programme_words
from server.domain.registers.columns import Column, register


def cell(column: Column, value: Any, language: str, catalogue: Catalogue = SHIPPED) -> str:
    """Return the text of a value: words for codes in the reader's language, programmes joined by a comma."""
    if not value:
        return ""
    if column.kind == "choice":
        return texts.words(column.table, value, language)
    if column.kind == "programmes":
        return ("、" if language == "zh" else ", ").join(
            programme_words.name(code, language, catalogue) for code in value
        )
    return str(value)


def differences(
    noun: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    language: str,
    catalogue: Catalogue = SHIPPED,
) -> list[tuple[Column, str, str]]:
    """Return what a version changed: each column with its cell before and after, in the order of the columns.

    Without a version before it these are the columns that are not empty.
    """
    earlier = before or {}
    return [
        (
            column,
            cell(column, earlier.get(column.key), language, catalogue),
            cell(column, after.get(column.key), language, catalogue),
        )
        for column in register(noun).columns
        if (earlier.get(column.key) or None) != (after.get(column.key) or None)
    ]
