"""How each kind of column reads a cell. One table; every reader returns a JSON value or raises a :class:`Problem`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from server.domain import texts, uscc
from server.domain.problems import Problem
from server.domain.programmes import SHIPPED, Catalogue
from server.domain.registers import cells, programme_words
from server.domain.registers.cells import Cell
from server.domain.registers.columns import Column

_NUMBER = re.compile(r"\d{1,15}(\.\d{1,10})?")
_SEPARATORS = re.compile(r"[,，、;；|/\n]+")


@dataclass(frozen=True)
class Context:
    """What a cell is read against: the present day, the divisions that exist (code to names {zh, en}), and the
    programmes."""

    today: date
    divisions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    catalogue: Catalogue = SHIPPED


def read(column: Column, cell: Cell, context: Context) -> Any:
    """Return the value of a cell as JSON keeps it: text, list of text, or None.

    A blank cell gives the column's ``empty``. Problems: ``required``, ``too_long``, and those of the kind.
    """
    value = KINDS[column.kind](column, cell, context)
    if value is None or value == "":
        if column.required:
            raise Problem("required")
        return column.empty
    if column.most and len(value) > column.most:
        raise Problem("too_long", most=column.most)
    return value


def _text(column: Column, cell: Cell, context: Context) -> str:
    return cells.text(cell)


def _identifier(column: Column, cell: Cell, context: Context) -> str:
    return cells.identifier(cell)


def _uscc(column: Column, cell: Cell, context: Context) -> str | None:
    if type(cell) is str and uscc.is_valid(cell):
        return cell
    code = cells.identifier(cell)
    if not code:
        return None
    check_uscc(code)
    return code


def check_uscc(code: str) -> None:
    """Refuse a code that is none of GB 32100: ``uscc_length``, ``uscc_case``, ``uscc_character``, ``uscc_check``."""
    if uscc.is_valid(code):
        return
    if len(code) != 18:
        raise Problem("uscc_length", value=cells.shown(code), length=len(code))
    if code != code.upper():
        raise Problem("uscc_case", value=code)
    strange = sorted(set(code) - set(uscc.ALPHABET))
    if strange:
        raise Problem("uscc_character", value=code, characters=" ".join(strange))
    raise Problem("uscc_check", value=code)


def _choice(column: Column, cell: Cell, context: Context) -> str | None:
    value = cells.text(cell)
    if not value:
        return None
    try:
        return choices(column)[_plain(value)]
    except KeyError:
        raise _unknown(value, texts.tables()[column.table]) from None


@cache
def _choices(table: str, synonyms: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    found = {_plain(word): code for word, code in synonyms}
    for code, words in texts.tables()[table].items():
        found |= {_plain(word): code for word in (code, words["zh"], words["en"])}
    return found


def choices(column: Column) -> Mapping[str, str]:
    """Return the code for every accepted word of a choice, in lower case without blanks."""
    return _choices(column.table, tuple(column.synonyms.items()))


def _programmes(column: Column, cell: Cell, context: Context) -> list[str]:
    known, found = programme_words.codes(context.catalogue), set()
    for name in _SEPARATORS.split(cells.text(cell).strip()):
        if not name.strip():
            continue
        words = [name] if _plain(name) in known else name.split()
        for word in words:
            if _plain(word) not in known:
                raise _unknown(word, programme_words.words(context.catalogue))
            found.add(known[_plain(word)])
    return sorted(found)


def _division(column: Column, cell: Cell, context: Context) -> str | None:
    code = cells.identifier(cell)
    if not code:
        return None
    if not (len(code) == 6 and code.isascii() and code.isdigit()):
        raise Problem("division_form", value=cells.shown(code))
    if code not in context.divisions:
        raise Problem("division_unknown", value=code)
    return code


def _date(column: Column, cell: Cell, context: Context) -> str | None:
    day = cells.day(cell)
    if day is None:
        return None
    first = _years(context.today, -column.years_back)
    last = _years(context.today, column.years_ahead)
    if not first <= day <= last:
        raise Problem(
            "date_out_of_range", value=day.isoformat(), first=first.isoformat(), last=last.isoformat()
        )
    return day.isoformat()


def _years(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)


def _decimal(column: Column, cell: Cell, context: Context) -> str | None:
    value = cells.text(cell)
    if not value:
        return None
    if not value.isascii() or not _NUMBER.fullmatch(value):
        raise Problem("invalid_number", value=cells.shown(cell))
    number = Decimal(value)
    if not number:
        raise Problem("not_positive", value=cells.shown(cell))
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _unknown(value: str, table: Mapping[str, Mapping[str, str]]) -> Problem:
    offered = {language: "、".join(words[language] for words in table.values()) for language in ("zh", "en")}
    offered["en"] = offered["en"].replace("、", ", ")
    return Problem(
        "word_unknown", value=cells.shown(value), choices_zh=offered["zh"], choices_en=offered["en"]
    )


def _plain(word: str) -> str:
    return "".join(word.split()).lower()


KINDS: dict[str, Callable[[Column, Cell, Context], Any]] = {
    "text": _text,
    "identifier": _identifier,
    "reference": _identifier,
    "uscc": _uscc,
    "choice": _choice,
    "programmes": _programmes,
    "division": _division,
    "date": _date,
    "decimal": _decimal,
}
