"""Quantities are read strictly and computed exactly."""

from decimal import ROUND_CEILING, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.programmes.quantities import exact, plain, pointed, root, rounded, rounded_up, scaled

DECIMALS = st.decimals(min_value=-(10**9), max_value=10**9, places=8).map(lambda d: format(d, "f"))


@pytest.mark.parametrize(
    ("text", "parts"),
    [("500.2", (5002, 1)), ("0", (0, 0)), ("-3.00", (-300, 2)), ("+2.50", (250, 2)), ("007", (7, 0))],
)
def test_plain_decimal_strings_are_read(text, parts):
    assert scaled(text) == parts


NO_QUANTITIES = [
    "",
    " 1",
    "1 ",
    "1\n",
    ".5",
    "5.",
    "1e3",
    "NaN",
    "Infinity",
    "0x1",
    "1,000",
    "1_000",
    "--1",
    "1.2.3",
]
TOO_LONG = ["1" * 13, "1." + "1" * 13, "9" * 100_000]
OTHER_DIGITS = ["１２", "٣"]
OTHER_TYPES = [1, 1.5, None, True, ["1"], {"1": 1}]


@pytest.mark.parametrize("text", [*NO_QUANTITIES, *TOO_LONG, *OTHER_DIGITS, *OTHER_TYPES])
def test_anything_else_is_refused(text):
    assert scaled(text) is None


def test_the_tables_themselves_are_read_as_strictly():
    assert exact("0.045") == Fraction(45, 1000)
    with pytest.raises(ValueError, match="not a plain decimal"):
        exact("1e3")


@given(DECIMALS)
def test_writing_and_reading_a_decimal_gives_the_same_value(text):
    assert Fraction(plain(Fraction(text))) == Fraction(text)


@given(DECIMALS, st.integers(0, 9))
def test_rounding_agrees_with_the_decimal_module(text, places):
    step = Decimal(1).scaleb(-places)
    with localcontext() as context:
        context.prec = 60
        modes = {"half_even": ROUND_HALF_EVEN, "half_up": ROUND_HALF_UP}
        for name, mode in modes.items():
            expected = Decimal(text).quantize(step, rounding=mode)
            assert rounded(Fraction(text), places, name) == Fraction(expected)
        up = Decimal(text).copy_abs().quantize(step, rounding=ROUND_CEILING)
        assert abs(rounded(Fraction(text), places, "up")) == Fraction(up)


@pytest.mark.parametrize(
    ("raw", "half_even", "half_up", "up"),
    [
        ("0.45", "0.4", "0.5", "0.5"),
        ("2.25", "2.2", "2.3", "2.3"),
        ("4.05", "4", "4.1", "4.1"),
        ("4.725", "4.7", "4.7", "4.8"),
    ],
)
def test_the_three_ways_of_rounding_differ_where_the_facts_say(raw, half_even, half_up, up):
    value = Fraction(raw)
    assert [plain(rounded(value, 1, way)) for way in ("half_even", "half_up", "up")] == [
        half_even,
        half_up,
        up,
    ]


@given(st.fractions(min_value=0, max_value=10**6), st.integers(0, 6))
def test_a_root_is_the_nearest_decimal(square, places):
    found, half = root(square, places), Fraction(1, 2 * 10**places)
    assert max(found - half, 0) ** 2 <= square <= (found + half) ** 2
    assert (found * 10**places).denominator == 1


def test_values_without_an_end_are_shown_to_six_decimals_and_others_in_full():
    assert plain(Fraction(1, 3)) == "0.333333"
    assert plain(Fraction(-2, 3)) == "-0.666667"
    assert plain(Fraction(1, 10**9)) == "0.000000001"
    assert plain(Fraction(-1, 4)) == "-0.25"
    assert plain(Fraction(100)) == "100"
    assert pointed(-5, 3) == "-0.005"


def test_counts_go_up_to_the_next_whole_piece():
    assert [rounded_up(Fraction(text)) for text in ("1.01", "1", "0.99", "0")] == [2, 1, 1, 0]
