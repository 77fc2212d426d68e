"""The packages of a lot and the certificates of a list that the second stage chose, recomputed and compared."""

import hashlib

import pytest

from server.domain.drawn_numbers import MOST_NUMBERS, drawn_numbers
from server.domain.programmes import load

TICKET = "ab" * 32


def by_hand(size: int, sample: int) -> tuple[int, ...]:
    """The lowest tickets: SHA-256 of the first 32 characters of the object's ticket, a colon and the number."""

    def ticket(number: int) -> str:
        return hashlib.sha256(f"{TICKET[:32]}:{number}".encode()).hexdigest()

    return tuple(sorted(sorted(range(1, size + 1), key=ticket)[:sample]))


def lot(size: int, *numbers: object, **more) -> dict:
    packages = [{"net": "500", "number": number} for number in numbers]
    product = {"kind": "mass", "nominal": "500", "unit": "g"}
    return {"date": "2026-03-05", "product": product, "lot": {"size": size}, "packages": packages} | more


def of_lot(record: dict):
    return drawn_numbers(load("net_content"), record, TICKET)


def test_the_plan_says_how_many_and_the_ticket_which():
    [found] = of_lot(lot(60))
    assert (found.section, found.size, found.drawn) == ("packages", 60, by_hand(60, 13))
    assert (found.missing, found.others) == (found.drawn, ())


def test_what_was_recorded_is_compared_with_what_was_drawn():
    first, second, *rest = by_hand(60, 13)
    other = next(number for number in range(1, 61) if number not in {first, second, *rest})
    [found] = of_lot(lot(60, first, str(second), other))
    assert (found.missing, found.others) == (tuple(rest), (other,))


def test_a_lot_taken_wholly_has_all_its_numbers():
    assert of_lot(lot(9))[0].drawn == tuple(range(1, 10))


@pytest.mark.parametrize(
    "record", [{}, lot(0), lot(MOST_NUMBERS + 1), {"lot": 3}, lot(60, product={"kind": "nonsense"})]
)
def test_without_a_size_or_a_sample_nothing_is_drawn(record):
    assert of_lot(record) == []


def test_certificates_are_drawn_from_the_body_s_list():
    record = {
        "certificate_list": {"size": 900, "sample": 12},
        "certificates": [{"place": by_hand(900, 12)[0]}],
    }
    [found] = drawn_numbers(load("verification_bodies"), record, TICKET)
    assert (found.drawn, found.missing) == (by_hand(900, 12), by_hand(900, 12)[1:])


def test_programmes_without_such_a_draw_have_none():
    assert drawn_numbers(load("eyewear"), {"date": "2026-03-05"}, TICKET) == []
