"""Before and after: each share with its own denominator."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from server.domain.look_backs import Share, compared, shares


def document(
    year: int, verdict: str, instruments: tuple[str, ...], items: dict[str, str] | None = None
) -> dict[str, Any]:
    return {
        "programme": "eyewear",
        "inspected_on": f"{year}-05-06",
        "verdict": verdict,
        "result": {"instruments": [{"verdict": one} for one in instruments]} if instruments else None,
        "record": {"look_back": {"of": "x", "items": items}} if items else {},
    }


def test_shops_and_instruments_are_compared_among_those_judged_both_times() -> None:
    pairs = [
        (
            document(2025, "fail", ("fail", "fail", "pass")),
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
    assert (one.shops_before, one.shops_after) == (Share(2, 2), Share(1, 2))
    assert (one.instruments_before, one.instruments_after) == (Share(3, 4), Share(1, 4))
    assert one.items == {"corrected": 2, "not_corrected": 1, "partly": 1}
    assert one.shops_after.rate == Decimal("0.5")


def test_the_newest_year_stands_first_and_nothing_judged_has_no_rate() -> None:
    pairs = [(document(2024, "fail", ()), document(year, "pass", ())) for year in (2025, 2026)]
    found = compared(pairs)
    assert list(found) == [(2026, "eyewear"), (2025, "eyewear")]
    assert found[2026, "eyewear"].instruments_before.rate is None


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
