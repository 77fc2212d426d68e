"""The label: the words 净含量, the number, the legal unit, the height and prominence of the characters."""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

from ..bands import pick
from ..judgement import Judgement
from ..quantities import exact, plain, scaled
from ..verdicts import NOT_JUDGED, passes
from .product import Product

LONGEST_TEXT = 500
_WORDS = re.compile(r"净\s*含\s*量")
_QUANTITY = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)\s*((?:(?![xX][0-9])[A-Za-zμ])+[23]?|[一-鿿]+)?")
_SEVERAL = re.compile(r"[×xX*+＋]")


@dataclass(frozen=True)
class Statement:
    """What the label states: the number as printed and the unit as printed (empty when none follows)."""

    number: str
    unit: str
    several: bool


def judge_label(judgement: Judgement, product: Product) -> str:
    """Judge the record's `label`; without one there is nothing to judge. Raises RecordError."""
    given = judgement.record.part("label")
    if given is None:
        return NOT_JUDGED
    text = given.text("text", longest=LONGEST_TEXT) or ""
    height = given.quantity("character_height_mm", positive=True)
    prominent = given.boolean("prominent")
    before = len(judgement.findings)
    statement = _statement(judgement, product, text)
    if statement is not None:
        _judge_unit(judgement, product, statement)
        _judge_digits(judgement, statement)
    if height is not None:
        _judge_height(judgement, product, height)
    if prominent is False:
        judgement.find("label_not_prominent", "label/prominent")
    return passes(all(found["severity"] != "violation" for found in judgement.findings[before:]))


def _statement(judgement: Judgement, product: Product, text: str) -> Statement | None:
    """Labels of length, area and count may leave out the three characters."""
    shown = unicodedata.normalize("NFKC", text).strip()
    words = _WORDS.search(shown)
    if words is None and (product.weighed or not shown):
        judgement.find("label_missing", "label/text", missing="words" if shown else "statement")
        return None
    stated = shown[words.end() :] if words else shown
    found = [match for match in _QUANTITY.finditer(stated) if _plain_number(match[1])]
    if not found:
        judgement.find("label_missing", "label/text", missing="number")
        return None
    several = len(found) > 1 or bool(_SEVERAL.search(stated))
    return Statement(found[0][1].replace(",", ""), found[0][2] or "", several)


def _plain_number(number: str) -> bool:
    return scaled(number.replace(",", "")) is not None


def _judge_unit(judgement: Judgement, product: Product, statement: Statement) -> None:
    if product.counted:
        return
    row = _known_unit(judgement, product, statement.unit)
    band = pick(judgement.rows("label_unit"), product.nominal, kind=product.kind)
    if row is None or row["unit"] not in band["units"]:
        values = {"written": statement.unit, "expected": ", ".join(band["units"])}
        judgement.find("label_unit_wrong", "label/text", table="label_unit", **values)
    if row is None or statement.several:
        return
    stated = exact(statement.number) * exact(row["factor"])
    if stated != product.nominal:
        judgement.find("label_nominal_differs", "label/text", stated=stated, nominal=product.nominal)


def _known_unit(judgement: Judgement, product: Product, unit: str) -> dict | None:
    """The unit of the product's kind that is written so; after a Chinese name more characters may follow."""
    names = [
        (name, row)
        for row in judgement.rows("unit_names")
        if row["kind"] == product.kind
        for name in row["written"]
    ]
    for name, row in names:
        if unit == name or (not name.isascii() and name[0] >= "一" and unit.startswith(name)):
            return row
    return None


def _judge_digits(judgement: Judgement, statement: Statement) -> None:
    """Zeros at the end of a whole number only hold the place and do not count as significant."""
    if not judgement.has("label_digits"):
        return
    number = statement.number.lstrip("0.") if "." in statement.number else statement.number.strip("0")
    digits = len(number.replace(".", ""))
    limit = judgement.rows("label_digits")[0]["digits"]
    if digits > limit:
        values = {"digits": str(digits), "limit": str(limit)}
        judgement.find("label_digits", "label/text", table="label_digits", **values)


def _judge_height(judgement: Judgement, product: Product, height: Fraction) -> None:
    rows = (row for row in judgement.rows("character_height") if product.kind in row["kinds"])
    least = exact(pick(rows, product.nominal)["mm"])
    if height < least:
        values = {"height": plain(height), "least": plain(least)}
        at = "label/character_height_mm"
        judgement.find("label_height_small", at, table="character_height", **values)
