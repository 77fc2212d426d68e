"""Net contents that come from gross weights: tare and density."""

import pytest

from tests.domain.programmes.lots import codes, found, judged, lot


def test_gross_less_its_own_or_the_mean_tare():
    packages = [{"gross": "503.2"}, {"net": "500.1"}, {"gross": "503.2", "tare": "3.1"}]
    figures = judged(lot(packages, size=800, tare={"values": ["3.1", "3.0"]}))["figures"]
    assert [row["net"] for row in figures["packages"]] == ["500.15", "500.1", "500.1"]
    assert figures["tare"] == {"mean": "3.05", "s": "0.070711", "branch": "mean"}


def test_grams_become_millilitres_by_the_density_and_a_net_content_is_in_millilitres_already():
    packages = [{"gross": "515.1", "tare": "0"}, {"gross": "518.2"}, {"net": "500"}]
    record = lot(packages, kind="volume", density="1.0302", tare={"mean": "3.1"})
    assert [row["net"] for row in judged(record)["figures"]["packages"]] == ["500", "500", "500"]
    record["packages"] = [{"gross": "515", "tare": "0"}]
    assert judged(record)["figures"]["packages"][0]["net"] == "499.902931"


@pytest.mark.parametrize(
    ("tare", "branch"),
    [
        ({"mean": "50"}, "mean"),
        ({"mean": "50.001"}, "individual"),
        ({"values": ["56.25", "63.75"]}, "individual"),
        ({"values": ["60", "60", "60"]}, "mean"),
        ({"values": ["51"]}, "individual"),
    ],
)
def test_the_mean_tare_may_stand_for_all_when_it_is_small_or_steady(tare, branch):
    result = judged(lot([{"gross": "560"}], tare=tare))
    assert result["figures"]["tare"]["branch"] == branch
    assert ("tare_scatter" in codes(result)) == (branch == "individual")
    assert result["verdict"] == ("undetermined" if branch == "individual" else "pass")


def test_the_limit_of_the_scatter_is_a_quarter_of_t_and_passes_itself():
    steady = {"values": ["56.25", "63.75", "56.25", "63.75", "60", "60", "60", "60", "60"]}
    assert judged(lot([{"gross": "560"}], tare=steady))["figures"]["tare"]["branch"] == "mean"
    exact = {"values": ["56.25", "60", "63.75"]}
    figures = judged(lot([{"gross": "560"}], tare=exact))["figures"]
    assert figures["tare"] == {"mean": "60", "s": "3.75", "branch": "mean"}


def test_packages_with_a_tare_of_their_own_do_not_mind_the_scatter():
    tare = {"values": ["10", "90", "200"]}
    result = judged(lot([{"gross": "560", "tare": "60"}, {"net": "469"}], tare=tare))
    assert (result["verdict"], result["figures"]["tare"]["branch"]) == ("fail", "individual")
    assert "tare_scatter" not in codes(result)


def test_a_package_that_rests_on_an_unfit_tare_convicts_nobody():
    result = judged(lot([{"gross": "500"}], tare={"values": ["10", "90", "200"]}))
    assert result["verdict"] == "undetermined"
    assert found(result, "t2_exceeded")["severity"] == "hint"


@pytest.mark.parametrize(
    ("values", "plan", "asked"),
    [
        (["3.1"] * 9, {}, ("9", "10")),
        (["3.1"] * 10, {}, None),
        (["60"] * 24, {}, ("24", "25")),
        (["60"] * 25, {}, None),
        (["10", "90", "200"], {}, None),
        (["3.1"] * 4, {"plan": "DE-FPackV-2020"}, ("4", "5")),
        (["60"] * 5, {"plan": "DE-FPackV-2020"}, None),
        (["3.1"], {"plan": "US-HB133-A"}, None),
    ],
)
def test_a_mean_of_fewer_tares_than_the_rule_asks_for_is_told_and_decides_nothing(values, plan, asked):
    record = lot([{"gross": "560"}], tare={"values": values})
    record["options"] = record["options"] | plan
    result = judged(record)
    told = [one for one in result["findings"] if one["code"] == "tare_sample_small"]
    assert [(one["values"]["measured"], one["values"]["required"]) for one in told] == (
        [asked] if asked else []
    )
    assert all((one["severity"], one["at"]) == ("hint", "tare/values") for one in told)


def test_packages_with_a_tare_of_their_own_need_no_sample_of_tares():
    record = lot([{"gross": "560", "tare": "3"}, {"net": "500"}], tare={"values": ["3.1"]})
    assert "tare_sample_small" not in codes(judged(record))
    assert "tare_sample_small" not in codes(judged(lot([{"gross": "560"}], tare={"mean": "3.1"})))
