"""Before and after: each share with its own denominator."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from server.domain import programmes
from server.domain.look_backs import Figures, Share, compared, shares
from tests.published import RECORDS


def document(
    year: int,
    verdict: str,
    instruments: tuple[str, ...],
    items: dict[str, str] | None = None,
    unverified: tuple[int, ...] = (),
) -> dict[str, Any]:
    return {
        "programme": "eyewear",
        "inspected_on": f"{year}-05-06",
        "verdict": verdict,
        "result": {
            "figures": {"instruments": [{"verdict": one} for one in instruments]},
            "findings": [
                {"code": "verification_expired", "at": f"instruments/{place}/valid_until"}
                for place in unverified
            ],
        },
        "record": {"look_back": {"of": "x", "items": items}} if items else {},
    }


def test_shops_and_instruments_are_compared_among_those_judged_both_times() -> None:
    pairs = [
        (
            document(2025, "fail", ("fail", "fail", "pass"), unverified=(0, 1)),
            document(2026, "pass", ("pass", "pass"), {"unverified": "corrected", "records": "corrected"}),
        ),
        (
            document(2025, "fail", ("fail",)),
            document(
                2026, "fail", ("fail", "undetermined"), {"unverified": "not_corrected", "records": "partly"}
            ),
        ),
        (document(2025, "fail", ("fail",)), document(2026, "not_judged", ())),
    ]
    found = compared(pairs)
    assert list(found) == [(2026, "eyewear")]
    one = found[2026, "eyewear"]
    assert one.before == Figures(Share(2, 2), Share(1, 2), Share(3, 4), Share(2, 4))
    assert one.after == Figures(Share(1, 2), Share(0, 2), Share(1, 4), Share(0, 4))
    assert one.items == {"corrected": 2, "not_corrected": 1, "partly": 1}
    assert one.after.shops_failed.rate == Decimal("0.5")


def test_the_newest_year_stands_first_and_nothing_judged_has_no_rate() -> None:
    pairs = [(document(2024, "fail", ()), document(year, "pass", ())) for year in (2025, 2026)]
    found = compared(pairs)
    assert list(found) == [(2026, "eyewear"), (2025, "eyewear")]
    assert found[2026, "eyewear"].before.instruments_failed.rate is None


def test_the_series_by_year_leaves_out_what_was_not_judged() -> None:
    rows = [
        (2025, "eyewear", "pass", 917),
        (2025, "eyewear", "fail", 83),
        (2025, "eyewear", "not_judged", 50),
        (2026, "eyewear", "undetermined", 1),
    ]
    found = shares(rows)
    assert found == {(2025, "eyewear"): Share(83, 1000), (2026, "eyewear"): Share(0, 1)}
    assert found[2025, "eyewear"].rate == Decimal("0.083")


def test_the_figures_are_those_that_evaluations_make() -> None:
    record = {**RECORDS["eyewear"], "date": "2027-03-01"}
    result = programmes.load("eyewear").evaluate(record)
    earlier = {**document(2026, "fail", ()), "result": result}
    one = compared([(earlier, document(2027, "pass", ("pass",)))])[2027, "eyewear"]
    assert one.before == Figures(Share(1, 1), Share(1, 1), Share(1, 1), Share(1, 1))
