"""UUIDv7: identifiers that sort by time."""

import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from server.domain import identifiers

INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
RANDOM = st.binary(min_size=10, max_size=10)


@given(INSTANTS, RANDOM)
def test_an_identifier_is_a_uuid_of_version_seven(now: datetime, random: bytes) -> None:
    made = identifiers.make(now, random)
    assert identifiers.is_uuid7(made)
    assert uuid.UUID(made).version == 7
    assert uuid.UUID(made).variant == uuid.RFC_4122


@given(INSTANTS, RANDOM, RANDOM)
def test_a_later_identifier_sorts_behind(now: datetime, first: bytes, second: bytes) -> None:
    later = now + timedelta(milliseconds=2)
    assert identifiers.make(now, first) < identifiers.make(later, second)


@given(st.one_of(st.text(), st.integers(), st.none(), st.uuids(version=4).map(str)))
def test_anything_else_is_not_one(value: object) -> None:
    assert not identifiers.is_uuid7(value)


def test_many_identifiers_are_made_in_ascending_order() -> None:
    many = identifiers.make_many(datetime(2026, 3, 2, tzinfo=UTC), bytes(range(250)) + bytes(250))
    assert len(many) == 50
    assert many == sorted(many)
    assert all(identifiers.is_uuid7(one) for one in many)
    assert identifiers.make(datetime(2026, 3, 2, tzinfo=UTC), bytes(10)) == many[0]
