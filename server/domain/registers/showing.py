"""Values as cells of an export, readable again without loss."""

from __future__ import annotations

from typing import Any

from server.domain import texts
from server.domain.registers import programme_words
from server.domain.registers.columns import Column


def cell(column: Column, value: Any, language: str) -> str:
    """Return the text of a value: words for codes in the reader's language, programmes joined by a comma."""
    if not value:
        return ""
    if column.kind == "choice":
        return texts.words(column.table, value, language)
    if column.kind == "programmes":
        return ("、" if language == "zh" else ", ").join(
            programme_words.name(code, language) for code in value
        )
    return str(value)
