"""The answers of a checklist as tables: every item that was answered, in words, with what the answer means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .cells import Cell, Table
from .checklist import NO, YES
from .explain import Words
from .findings import VIOLATION
from .folder import Programme
from .verdicts import FAIL, PASS


def answer_tables(programme: Programme, record: Mapping[str, Any], language: str) -> Iterator[Table]:
    """Return the table of the object's answers, then one for each instrument that has any."""
    words = Words(programme, language)
    caption, day = words.text("answers"), record.get("date")
    yield _table(programme, words, "object", record, caption, day)
    for number, row in enumerate(record.get("instruments") or [], 1):
        yield _table(programme, words, "instrument", row, f"{caption} · {row.get('serial') or number}", day)


def _table(
    programme: Programme, words: Words, group: str, owner: Mapping[str, Any], caption: str, day: str | None
) -> Table:
    given = owner.get("checklist") or {}
    items = programme.items(group, day)
    rows = tuple(_row(words, item, given[item["code"]]["answer"]) for item in items if _answered(given, item))
    headers = tuple(words.text(f"answers.{name}") for name in ("item", "answer", "result"))
    return Table(caption, headers, rows)


def _answered(given: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
    return bool((given.get(item["code"]) or {}).get("answer"))


def _row(words: Words, item: Mapping[str, Any], answer: str) -> tuple[Cell, ...]:
    """A "no" to something that is only a hint is neither passed nor failed."""
    failed = FAIL if item["severity"] == VIOLATION else None
    verdict = {YES: PASS, NO: failed}.get(answer)
    return (
        Cell(words.text(f"check.{item['code']}")),
        Cell(words.text(f"answer.{answer}")),
        Cell("", verdict=verdict),
    )
