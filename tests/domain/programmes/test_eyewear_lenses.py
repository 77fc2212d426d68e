"""Lenses: power, cylinder, axis, addition; every edge of the tables; the two ways of writing one lens."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.programmes.quantities import plain
from tests.domain.programmes.shops import codes, judged, lens, only, pair, power, right, shop

SINGLE = {
    "3.00": ("0.12", "0.09 0.12 0.18 0.25"),
    "6.00": ("0.12", "0.12 0.12 0.18 0.25"),
    "9.00": ("0.12", "0.12 0.18 0.18 0.25"),
    "12.00": ("0.18", "0.12 0.18 0.25 0.25"),
    "20.00": ("0.25", "0.18 0.25 0.25 0.25"),
    "20.01": ("0.37", "0.25 0.25 0.37 0.37"),
}
PROGRESSIVE = {
    "6.00": ("0.12", "0.12 0.18 0.18 0.25"),
    "9.00": ("0.18", "0.18 0.18 0.18 0.25"),
    "12.00": ("0.18", "0.18 0.18 0.25 0.25"),
    "20.00": ("0.25", "0.18 0.25 0.25 0.25"),
    "20.01": ("0.37", "0.25 0.25 0.37 0.37"),
}
CYLINDERS = ("0.75", "4.00", "6.00", "6.01")
ROWS = [("single_vision", *row) for row in SINGLE.items()] + [("multifocal", *row) for row in SINGLE.items()]
ROWS += [("progressive", *row) for row in PROGRESSIVE.items()]


CELLS = [
    (design, strongest, cylinder, meridian, tolerance)
    for design, strongest, (meridian, tolerances) in ROWS
    for cylinder, tolerance in zip(CYLINDERS, tolerances.split(), strict=True)
    if Fraction(cylinder) <= 2 * Fraction(strongest)  # a stronger cylinder makes a stronger meridian
]


@pytest.mark.parametrize(("design", "strongest", "cylinder", "meridian", "tolerance"), CELLS)
def test_every_cell_of_the_tables_of_power_with_its_upper_edge(
    design, strongest, cylinder, meridian, tolerance
):
    ordered = power(strongest, f"-{cylinder}", "90")
    figure = right(ordered, ordered, design)
    assert Fraction(figure["max_abs_meridian"]) == Fraction(strongest)
    assert (figure["meridian_tolerance"], figure["cylinder_tolerance"]) == (meridian, tolerance)


@pytest.mark.parametrize(
    ("design", "cylinder", "degrees"),
    [
        ("single_vision", "0.24", None),
        ("single_vision", "0.25", "9"),
        ("single_vision", "0.50", "9"),
        ("multifocal", "0.51", "6"),
        ("single_vision", "0.75", "6"),
        ("single_vision", "0.76", "4"),
        ("single_vision", "1.50", "4"),
        ("single_vision", "1.51", "3"),
        ("single_vision", "2.50", "3"),
        ("single_vision", "2.51", "2"),
        ("progressive", "0.125", None),
        ("progressive", "0.13", "16"),
        ("progressive", "0.25", "16"),
        ("progressive", "0.26", "9"),
        ("progressive", "0.50", "9"),
        ("progressive", "2.51", "2"),
    ],
)
def test_the_tolerance_of_the_axis_by_the_cylinder(design, cylinder, degrees):
    ordered = power("-1.00", f"-{cylinder}", "90")
    figure = right(ordered, ordered, design)
    assert figure.get("axis_tolerance") == degrees
    assert figure.get("axis") == (None if degrees is None else "pass")


@pytest.mark.parametrize(
    ("measured", "result", "found"),
    [
        (power("-3.12", "-0.75", "180"), "pass", []),
        (power("-3.13", "-0.75", "180"), "fail", ["power_out"]),
        (power("-2.88", "-0.87", "0"), "pass", []),
        (power("-3.00", "-0.88", "180"), "fail", ["power_out", "cylinder_out"]),
        (power("-2.95", "-0.88", "180"), "fail", ["cylinder_out"]),
    ],
)
def test_both_meridians_and_the_cylinder_must_be_within_tolerance(measured, result, found):
    record = shop(pair(right=lens(power("-3.00", "-0.75", "180"), measured)))
    assert only(record)["right"]["power"] == result
    assert codes(judged(record)) == found


@pytest.mark.parametrize(
    ("ordered", "measured", "deviation"),
    [
        ("180", "4", "4"),
        ("4", "180", "4"),
        ("0", "180", "0"),
        ("10", "100", "90"),
        ("170", "9", "19"),
        ("90", "91.5", "1.5"),
    ],
)
def test_axes_turn_over_after_180_degrees(ordered, measured, deviation):
    figure = right(power("0", "-1", ordered), power("0", "-1", measured))
    assert figure["axis_deviation"] == deviation


HUNDREDTHS = st.integers(-600, 600)


@st.composite
def lenses(draw):
    """(sphere, cylinder, axis) in hundredths and degrees: an order, and something measured near it."""
    sphere, cylinder, axis = draw(st.integers(-1200, 1200)), draw(HUNDREDTHS), draw(st.integers(0, 180))
    near = st.integers(-30, 30)
    measured = (sphere + draw(near), cylinder + draw(near), (axis + draw(st.integers(-20, 20))) % 181)
    return (sphere, cylinder, axis), measured


def written(sphere: int, cylinder: int, axis: int) -> dict:
    return power(f"{sphere / 100:.2f}", f"{cylinder / 100:.2f}", str(axis))


def transposed(sphere: int, cylinder: int, axis: int) -> tuple[int, int, int]:
    return sphere + cylinder, -cylinder, (axis + 90) % 180


@given(lenses(), st.booleans(), st.booleans(), st.sampled_from(["single_vision", "progressive"]))
def test_writing_a_lens_with_the_other_cylinder_sign_changes_no_verdict(
    both, turn_order, turn_measured, design
):
    ordered, measured = both
    before = judged(shop(pair(design, right=lens(written(*ordered), written(*measured)))))
    ordered = transposed(*ordered) if turn_order else ordered
    measured = transposed(*measured) if turn_measured else measured
    after = judged(shop(pair(design, right=lens(written(*ordered), written(*measured)))))
    assert after["verdict"] == before["verdict"]
    assert sorted(codes(after)) == sorted(codes(before))
    one, other = (result["figures"]["spectacles"][0]["right"] for result in (before, after))
    assert sorted(one["meridian_deviations"]) == sorted(other["meridian_deviations"])
    assert one.get("axis_deviation") == other.get("axis_deviation")


@given(st.integers(0, 180), st.integers(0, 180))
def test_half_a_turn_of_an_axis_changes_nothing(ordered, measured):
    figure = right(power("0", "-2", str(ordered)), power("0", "-2", str(measured)))
    turned = right(power("0", "-2", str(ordered)), power("0", "-2", str((measured + 180) % 180)))
    swapped = right(power("0", "-2", str(measured)), power("0", "-2", str(ordered)))
    assert figure["axis_deviation"] == turned["axis_deviation"] == swapped["axis_deviation"]
    assert 0 <= int(figure["axis_deviation"]) <= 90


@pytest.mark.parametrize(
    ("add", "measured", "tolerance", "result"),
    [
        ("4.00", "4.12", "0.12", "pass"),
        ("4.00", "4.13", "0.12", "fail"),
        ("4.01", "3.83", "0.18", "pass"),
        ("4.25", "4.44", "0.18", "fail"),
    ],
)
@pytest.mark.parametrize("design", ["progressive", "multifocal"])
def test_the_addition(design, add, measured, tolerance, result):
    figure = right(power("1.00", add=add), power("1.00", add=measured), design)
    assert (figure["add_tolerance"], figure["add"]) == (tolerance, result)


def test_rows_that_were_not_ordered_are_absent():
    figure = right(power("-1.00"), power("-1.00", "-0.05", "30", "1.00"))
    assert {"axis", "axis_tolerance", "axis_deviation", "add", "add_tolerance"} & set(figure) == set()


@pytest.mark.parametrize(
    ("ordered", "measured", "code", "at"),
    [
        (power("-1"), None, "measurement_missing", "measured"),
        (power("-1", "-1"), power("-1", "-1", "90"), "axis_missing", "ordered/axis"),
        (power("-1", "-1", "90"), power("-1", "-1"), "axis_missing", "measured/axis"),
        (power("-1", add="2"), power("-1"), "addition_missing", "measured/add"),
        (power("-1", "-6", "90"), {"sph": "-1", "axis": "90"}, "measurement_missing", "measured/cyl"),
        (power("-1", "-1", "90"), {"cyl": "-1", "axis": "40"}, "measurement_missing", "measured/sph"),
        (power("-1"), {}, "measurement_missing", "measured/sph"),
    ],
)
def test_what_was_ordered_but_not_measured_is_undetermined(ordered, measured, code, at):
    part = {"ordered": ordered} if measured is None else {"ordered": ordered, "measured": measured}
    result = judged(shop(pair(left=part)))
    assert (result["verdict"], codes(result)) == ("undetermined", [code])
    assert result["findings"][0]["at"] == f"spectacles/0/left/{at}"


def test_a_cylinder_that_nobody_ordered_need_not_be_written_down():
    assert right(power("-1"), {"sph": "-1.10"})["power"] == "pass"


def test_an_addition_that_fails_fails_although_the_sphere_is_missing():
    record = shop(pair(right=lens(power("-1", add="2"), {"add": "3"})))
    assert judged(record)["verdict"] == "fail"
    assert set(codes(judged(record))) == {"measurement_missing", "addition_out"}


def test_a_lens_that_fails_fails_although_its_axis_is_missing():
    assert judged(shop(pair(right=lens(power("-1", "-1"), power("-2", "-1")))))["verdict"] == "fail"


def test_the_stronger_meridian_decides_whichever_it_is():
    assert right(power("2", "-9", "90"), power("2", "-9", "90"))["max_abs_meridian"] == plain(7)
    assert right(power("-2", "-1", "90"), power("-2", "-1", "90"))["max_abs_meridian"] == "3"
