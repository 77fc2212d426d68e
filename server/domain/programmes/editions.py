"""Which edition of a table of limits judges a record.

The edition in force on the record's day is chosen, or the one that the record's options name. An edition whose
numbers are not known (`rows` is null) is an entry that waits to be filled in; until then the last known edition
before it judges.

Beside the editions that follow each other there may be `others`: series of editions of other rules, such as those of
another country, which no day chooses but a record's options may name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .errors import RecordError


@dataclass(frozen=True)
class Choice:
    """`judged` is the edition whose rows are used, `due` the one that ought to judge; mostly the same."""

    table: str
    judged: dict
    due: dict

    @property
    def known(self) -> bool:
        return self.judged is self.due

    def entry(self) -> dict:
        """The edition as it is written into a result."""
        kept = {key: self.judged[key] for key in ("id", "document", "edition", "trust", "from", "to")}
        return {"table": self.table, **kept, "in_place_of": None if self.known else self.due["id"]}


def choose(
    table: str,
    editions: list[dict],
    day: str | None,
    wanted: str | None,
    at: str,
    others: Sequence[list[dict]] = (),
) -> Choice:
    """The edition of `table` for a day (ISO date, None for the newest) or by its id, which may be one of `others`.

    Raises RecordError `unknown_edition` (at the option) or `no_edition` (at `date`).
    """
    if wanted is not None:
        series = [editions, *others]
        editions = next((one for one in series if any(entry["id"] == wanted for entry in one)), None)
        if editions is None:
            known = ", ".join(entry["id"] for one in series for entry in one)
            raise RecordError("unknown_edition", at, {"choices": known})
        place = next(i for i, edition in enumerate(editions) if edition["id"] == wanted)
    elif day is None:
        place = len(editions) - 1
    else:
        place = next((i for i, edition in enumerate(editions) if in_force(edition, day)), None)
        if place is None:
            raise RecordError("no_edition", "date", {"first": str(editions[0]["from"])})
    known = next(
        (edition for edition in reversed(editions[: place + 1]) if edition["rows"] is not None), None
    )
    if known is None:
        raise RecordError("no_edition", at, {"first": str(editions[0]["from"])})
    return Choice(table, known, editions[place])


def in_force(edition: dict, day: str) -> bool:
    """Whether the edition applies on `day`; ISO dates compare as text."""
    return edition["from"] <= day and (edition["to"] is None or day <= edition["to"])
