"""Net content: T, the plan, the counts and the average; every edge of the tables."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.programmes.lots import PLAN, codes, found, judged, lot


@pytest.mark.parametrize(
    ("nominal", "t"),
    [
        ("10", "0.9"), ("50", "4.5"), ("50.1", "4.5"), ("100", "4.5"), ("100.1", "4.5"), ("120", "5.4"),
        ("200", "9"), ("250", "9"), ("300", "9"), ("300.1", "9"), ("350", "10.5"), ("500", "15"), ("946", "15"),
        ("1000", "15"), ("1001", "15"), ("1100", "16"), ("1500", "22"), ("10000", "150"), ("12000", "150"),
        ("15000", "150"), ("15001", "150"), ("16000", "160"), ("50000", "500"),
        ("5", "0.4"), ("25", "2.2"), ("45", "4"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["mass", "volume"])
def test_t_of_mass_and_volume(kind, nominal, t):
    assert Fraction(judged(lot([nominal], nominal=nominal, kind=kind))["figures"]["t"]) == Fraction(t)


@pytest.mark.parametrize(
    ("kind", "nominal", "t"),
    [
        ("length", "5", "0"), ("length", "5.000001", "0.10000002"), ("length", "7", "0.14"),
        ("area", "0.01", "0.0003"), ("area", "7.5", "0.225"),
        ("count", "1", "0"), ("count", "50", "0"), ("count", "51", "1"),
        ("count", "1000", "10"), ("count", "1001", "11"),
    ],
)  # fmt: skip
def test_t_of_other_quantities_is_exact_or_the_next_whole_piece(kind, nominal, t):
    assert judged(lot([nominal], nominal=nominal, kind=kind))["figures"]["t"] == t


@pytest.mark.parametrize(("way", "t"), [("half_even", "2.2"), ("half_up", "2.3"), ("up", "2.3")])
def test_the_way_of_rounding_t_is_a_setting(way, t):
    record = lot(["25"], nominal="25", options=PLAN | {"t_rounding": way})
    assert judged(record)["figures"]["t"] == t


@pytest.mark.parametrize(
    ("net", "name", "verdict"),
    [
        ("501", "ok", "pass"),
        ("485", "ok", "pass"),
        ("484.999", "t1", "fail"),
        ("470", "t1", "fail"),
        ("469.999", "t2", "fail"),
    ],
)
def test_the_limits_themselves_belong_to_the_milder_class(net, name, verdict):
    result = judged(lot([net]))
    assert result["figures"]["packages"][0]["class"] == name
    assert result["verdict"] == verdict


def test_where_nothing_may_be_missing_any_shortage_is_beyond_twice_t():
    result = judged(lot(["49"], nominal="50", kind="count"))
    assert (result["verdict"], result["figures"]["t2_count"]) == ("fail", 1)


@pytest.mark.parametrize(
    ("size", "sample", "factor", "allowed"),
    [
        (1, 1, None, 0), (10, 10, None, 0), (11, 10, "1.028", 0), (50, 10, "1.028", 0), (51, 13, "0.848", 1),
        (99, 13, "0.848", 1), (100, 50, "0.379", 3), (500, 50, "0.379", 3), (501, 80, "0.295", 5),
        (3200, 80, "0.295", 5), (3201, 125, "0.234", 7), (10**9, 125, "0.234", 7),
    ],
)  # fmt: skip
def test_the_plan_by_the_size_of_the_lot(size, sample, factor, allowed):
    figures = judged(lot(["500"], size=size))["figures"]
    assert (figures["sample_size"], figures["lambda"], figures["t1_allowed"]) == (sample, factor, allowed)


@pytest.mark.parametrize(
    ("size", "sample", "allowed"), [(11, 10, 0), (60, 13, 1), (100, 50, 3), (501, 80, 5), (4000, 125, 7)]
)
def test_one_package_too_many_beyond_t_fails_the_lot(size, sample, allowed):
    for short, verdict in ((allowed, "pass"), (allowed + 1, "fail")):
        nets = ["484"] * short + ["520"] * (sample - short)
        result = judged(lot(nets, size=size))
        assert (result["verdict"], result["figures"]["t1_count"]) == (verdict, short)
        assert ("t1_count_exceeded" in codes(result)) == (verdict == "fail")


@pytest.mark.parametrize(("mean", "ok"), [("497.944", True), ("497.943999", False)])
def test_the_average_that_exactly_reaches_the_limit_passes(mean, ok):
    """Deviations of 3, -3, 3, -3 and six zeros give s = 2, so that lambda * s is 2.056."""
    nets = [format(Decimal(mean) + deviation, "f") for deviation in (3, -3, 3, -3, 0, 0, 0, 0, 0, 0)]
    figures = judged(lot(nets, size=20))["figures"]
    assert (figures["s"], figures["average_ok"]) == ("2", ok)


def test_equal_packages_below_the_nominal_content_fail_the_average():
    result = judged(lot(["499.9"] * 10, size=20))
    assert (result["figures"]["s"], result["verdict"], codes(result)) == ("0", "fail", ["average_short"])
    assert judged(lot(["500"] * 10, size=20))["figures"]["average_ok"] is True


@given(st.lists(st.integers(4800, 5200), min_size=10, max_size=10))
def test_the_average_test_agrees_with_a_calculation_by_rationals(tenths):
    nets = [Fraction(value, 10) for value in tenths]
    mean = sum(nets) / 10
    square = sum((net - mean) ** 2 for net in nets) / 9
    short = 500 - mean
    expected = short <= 0 or short**2 <= Fraction("1.028") ** 2 * square
    figures = judged(lot([f"{value // 10}.{value % 10}" for value in tenths], size=20))["figures"]
    assert figures["average_ok"] is expected
    assert abs(Fraction(figures["mean"]) - mean) <= Fraction(1, 2 * 10**6)
    assert (Fraction(figures["s"]) - Fraction(1, 10**6)) ** 2 < square or square == 0
    assert square < (Fraction(figures["s"]) + Fraction(1, 10**6)) ** 2


def test_one_package_has_no_standard_deviation_and_none_has_no_mean():
    assert judged(lot(["500"]))["figures"]["s"] is None
    figures = judged(lot([], size=800))["figures"]
    assert (figures["mean"], figures["s"], figures["packages"]) == (None, None, [])


@given(st.integers(0, 9), st.integers(1, 400), st.lists(st.integers(4600, 5100), min_size=10, max_size=10))
def test_in_a_small_lot_a_lighter_package_never_turns_a_fail_into_a_pass(place, less, tenths):
    before = judged(lot([f"{value // 10}.{value % 10}" for value in tenths]))["verdict"]
    tenths[place] -= less
    after = judged(lot([f"{value // 10}.{value % 10}" for value in tenths]))["verdict"]
    assert (before, after) != ("fail", "pass")


@given(st.integers(1, 400), st.lists(st.integers(4600, 5300), min_size=13, max_size=13))
def test_taking_the_same_from_every_package_never_turns_a_fail_into_a_pass(less, tenths):
    before = judged(lot([f"{value // 10}.{value % 10}" for value in tenths], size=80))["verdict"]
    after = judged(lot([f"{v // 10}.{v % 10}" for v in (value - less for value in tenths)], size=80))[
        "verdict"
    ]
    assert (before, after) != ("fail", "pass")


@given(st.permutations(["500.1", "484.9", "499", "503.25", "470", "500", "501", "502", "498.7", "500"]))
def test_the_order_of_the_packages_does_not_matter(nets):
    result = judged(lot(nets, size=20))
    figures = {key: value for key, value in result["figures"].items() if key != "packages"}
    assert (result["verdict"], figures["mean"], figures["t1_count"]) == ("fail", "495.895", 2)


def test_a_sample_that_is_too_small_decides_nothing_unless_it_already_failed():
    result = judged(lot(["500"] * 3, size=800))
    assert (result["verdict"], codes(result)) == ("undetermined", ["sample_too_small"])
    result = judged(lot(["500", "469"], size=800))
    assert result["verdict"] == "fail"
    assert {"t2_exceeded", "sample_too_small"} <= set(codes(result))


def test_a_short_average_of_too_few_packages_is_a_hint():
    result = judged(lot(["490"] * 5, size=800))
    assert result["verdict"] == "undetermined"
    assert found(result, "average_short")["severity"] == "hint"


def test_a_sample_larger_than_planned_is_judged_whole():
    result = judged(lot(["500"] * 50 + ["469"], size=100))
    assert result["verdict"] == "fail"
    assert found(result, "sample_too_large")["values"] == {"measured": "51", "required": "50"}


def test_a_finding_names_the_package():
    result = judged(lot(["500", "500", "500", "469"]))
    assert found(result, "t2_exceeded")["at"] == "packages/3"
    assert result["figures"]["packages"][3] == {"net": "469", "deficiency": "31", "class": "t2"}


def test_small_lots_have_no_average_test_but_a_warning():
    result = judged(lot(["499", "500"]))
    assert result["figures"]["average_ok"] is None
    assert found(result, "no_average_test")["severity"] == "hint"
    assert "no_average_test" not in codes(judged(lot(["501", "500"])))


def test_the_verdict_that_hangs_on_the_rounding_says_so():
    record = lot(["22.7"], nominal="25")
    result = judged(record)
    assert result["verdict"] == "fail"
    assert found(result, "t_rounding_decides")["values"] == {
        "half_even": "fail",
        "half_up": "pass",
        "up": "pass",
    }
    assert "t_rounding_decides" not in codes(judged(lot(["22.8"], nominal="25")))


def test_beyond_the_table_nothing_is_judged():
    result = judged(lot(["49000"], nominal="50000.1"))
    assert (result["verdict"], codes(result)) == ("not_judged", ["outside_table"])
    assert result["figures"]["t"] is None
    assert result["figures"]["packages"] == [{"net": "49000", "deficiency": "1000.1", "class": None}]
