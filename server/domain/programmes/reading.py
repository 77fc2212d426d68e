"""Walking a record with its path in hand, so that every complaint names the field.

Keys that nobody asks for are ignored: a newer client may send more. A key that is absent, null or an empty
string counts as not given.
"""

import re
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from .errors import RecordError
from .quantities import scaled

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
FIRST_YEAR, LAST_YEAR = 1985, 2199


def is_text(value: object) -> bool:
    """A string without control characters (line breaks and tabs apart) and without broken characters."""
    return type(value) is str and not _UNFIT.search(value)


class Reading:
    """One object of the record (`value`) at the path `at`."""

    __slots__ = ("at", "value")

    def __init__(self, value: object, at: str = ""):
        if type(value) is not dict:
            raise RecordError("not_an_object", at)
        self.value = value
        self.at = at

    def path(self, key: str) -> str:
        return f"{self.at}/{key}" if self.at else key

    def has(self, key: str) -> bool:
        found = self.value.get(key)
        return found is not None and found != ""

    def part(self, key: str, required: bool = False) -> "Reading | None":
        """The object under `key`, None when it is not given."""
        if not self._given(key, required):
            return None
        return Reading(self.value[key], self.path(key))

    def rows(self, key: str, most: int) -> "list[Reading]":
        """The list of objects under `key`; empty when it is not given."""
        return [Reading(row, f"{self.path(key)}/{i}") for i, row in enumerate(self.items(key, most))]

    def items(self, key: str, most: int) -> list:
        """The list under `key` as it stands; empty when it is not given."""
        if not self._given(key, False):
            return []
        found = self.value[key]
        if type(found) is not list:
            raise RecordError("not_a_list", self.path(key))
        if len(found) > most:
            raise RecordError("too_many", self.path(key), {"most": str(most)})
        return found

    def text(self, key: str, required: bool = False, longest: int = 200) -> str | None:
        if not self._given(key, required):
            return None
        found = self.value[key]
        if not is_text(found):
            raise RecordError("not_text", self.path(key))
        if len(found) > longest:
            raise RecordError("too_long", self.path(key), {"longest": str(longest)})
        return found

    def choice(self, key: str, choices: Iterable[str], required: bool = False) -> str | None:
        if not self._given(key, required):
            return None
        found = self.value[key]
        choices = tuple(choices)
        if type(found) is not str or found not in choices:
            raise RecordError("not_a_choice", self.path(key), {"choices": ", ".join(choices)})
        return found

    def boolean(self, key: str) -> bool | None:
        if not self._given(key, False):
            return None
        if type(self.value[key]) is not bool:
            raise RecordError("not_a_boolean", self.path(key))
        return self.value[key]

    def day(self, key: str, required: bool = False) -> str | None:
        """An ISO date as text; such texts compare in the order of time."""
        if not self._given(key, required):
            return None
        found = self.value[key]
        if type(found) is not str or not _DAY.fullmatch(found):
            raise RecordError("not_a_date", self.path(key))
        try:
            year = date.fromisoformat(found).year
        except ValueError:
            raise RecordError("not_a_date", self.path(key)) from None
        if not FIRST_YEAR <= year <= LAST_YEAR:
            limits = {"from": f"{FIRST_YEAR}-01-01", "to": f"{LAST_YEAR}-12-31"}
            raise RecordError("out_of_range", self.path(key), limits)
        return found

    def whole(self, key: str, least: int, most: int, required: bool = False) -> int | None:
        """A whole number, as a JSON integer or as a string of digits."""
        if not self._given(key, required):
            return None
        found = self.value[key]
        parts = (found, 0) if type(found) is int else scaled(found)
        if parts is None or parts[1]:
            raise RecordError("not_whole", self.path(key))
        if not least <= parts[0] <= most:
            raise RecordError("out_of_range", self.path(key), {"from": str(least), "to": str(most)})
        return parts[0]

    def quantity(
        self,
        key: str,
        required: bool = False,
        signed: bool = False,
        positive: bool = False,
        within: tuple[int, int] | None = None,
    ) -> Fraction | None:
        """A decimal string as an exact rational; not negative unless `signed`, not zero if `positive`."""
        if not self._given(key, required):
            return None
        parts = scaled(self.value[key])
        if parts is None:
            raise RecordError("not_a_quantity", self.path(key))
        found = Fraction(parts[0], 10 ** parts[1])
        if found < 0 and not signed:
            raise RecordError("negative", self.path(key))
        if found == 0 and positive:
            raise RecordError("not_positive", self.path(key))
        if within is not None and not within[0] <= found <= within[1]:
            raise RecordError("out_of_range", self.path(key), {"from": str(within[0]), "to": str(within[1])})
        return found

    def quantities(self, key: str, most: int) -> list[Fraction]:
        """The list of decimal strings under `key`, none of them negative; empty when it is not given."""
        rows = Reading({str(i): item for i, item in enumerate(self.items(key, most))}, self.path(key))
        return [rows.quantity(place, required=True) for place in rows.value]

    def _given(self, key: str, required: bool) -> bool:
        found = self.value.get(key)
        if found is None or found == "":
            if required:
                raise RecordError("required", self.path(key))
            return False
        return True
