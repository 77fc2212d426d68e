"""Exact quantities: decimal strings in, rationals inside, decimal strings out. Never a float."""

import re
from fractions import Fraction
from functools import lru_cache
from math import isqrt

_PLAIN = re.compile(r"([+-]?)([0-9]{1,12})(?:\.([0-9]{1,12}))?")
_LONGEST = 26
_HALF_EVEN, _HALF_UP, _UP = "half_even", "half_up", "up"
ROUNDINGS = (_HALF_EVEN, _HALF_UP, _UP)


def scaled(text: object) -> tuple[int, int] | None:
    """The digits of a plain decimal string as an integer and the number of its decimals, else None.

    Plain means ASCII digits, an optional sign and an optional point with digits on both sides: no exponent,
    no NaN, no thousands separators, at most 12 digits before and 12 after the point.
    """
    return _scaled(text) if type(text) is str and len(text) <= _LONGEST else None


@lru_cache(maxsize=1 << 14)
def _scaled(text: str) -> tuple[int, int] | None:
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    sign, whole, decimals = match.groups()
    if decimals is None:
        return int(sign + whole), 0
    return int(sign + whole + decimals), len(decimals)


@lru_cache(maxsize=4096)
def exact(text: str) -> Fraction:
    """The value of a decimal string of the programme's own tables; ValueError when it is not plain."""
    parts = scaled(text)
    if parts is None:
        raise ValueError(f"not a plain decimal: {text!r}")
    return Fraction(parts[0], 10 ** parts[1])


def rounded(value: Fraction, places: int, rounding: str = _HALF_EVEN) -> Fraction:
    """`value` to `places` decimals, exactly; `up` goes away from zero whenever anything is cut off."""
    scale = 10**places
    return Fraction(divided(value.numerator * scale, value.denominator, rounding), scale)


def divided(numerator: int, denominator: int, rounding: str = _HALF_EVEN) -> int:
    """The quotient of two integers, the second positive, rounded to a whole number."""
    whole, rest = divmod(abs(numerator), denominator)
    twice = 2 * rest - denominator
    if (
        twice > 0
        or (rest and rounding == _UP)
        or (twice == 0 and (rounding == _HALF_UP or (rounding == _HALF_EVEN and whole % 2)))
    ):
        whole += 1
    return -whole if numerator < 0 else whole


def rounded_up(value: Fraction) -> Fraction:
    """The next whole number, or `value` itself when it is whole."""
    return Fraction(-(-value.numerator // value.denominator))


def root(square: Fraction, places: int) -> Fraction:
    """The square root of a non-negative `square` to `places` decimals, half even, without a float."""
    scale = 10**places
    below = isqrt(square.numerator * scale * scale // square.denominator)
    middle = Fraction(2 * below + 1, 2 * scale) ** 2
    if square > middle or (square == middle and below % 2):
        below += 1
    return Fraction(below, scale)


def plain(value: Fraction | int, places: int = 6) -> str:
    """A decimal string without exponent or trailing zeros.

    Values with a finite decimal expansion are written out in full, the others rounded half even to `places`.
    """
    denominator = value.denominator
    if denominator == 1:
        return str(value.numerator)
    digits = exact_places(denominator)
    if digits is None:
        value, digits = rounded(Fraction(value), places), places
    return pointed(value.numerator * 10**digits // value.denominator, digits)


@lru_cache(maxsize=1 << 14)
def pointed(digits: int, places: int) -> str:
    """The decimal string of `digits` divided by ten to the power of `places`, trailing zeros cut."""
    if places == 0:
        return str(digits)
    text = str(abs(digits)).rjust(places + 1, "0")
    text = f"{text[:-places]}.{text[-places:]}".rstrip("0").rstrip(".")
    return f"-{text}" if digits < 0 else text


@lru_cache(maxsize=4096)
def exact_places(denominator: int) -> int | None:
    """How many decimals a fraction with this denominator has; None when the expansion never ends."""
    twos = (denominator & -denominator).bit_length() - 1
    denominator >>= twos
    fives = 0
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    return max(twos, fives) if denominator == 1 else None
