"""The numbers of a year go on where they stand, also beyond the places that they are filled up to."""

from __future__ import annotations

import pytest

from server.store.inspectors import Inspector
from server.store.numbers import number_after


@pytest.mark.parametrize(
    ("there", "following"),
    [
        ([], "P2026-0001"),
        (["P2026-0001", "P2026-0002"], "P2026-0003"),
        (["P2025-0007"], "P2026-0001"),
        (["P2026-9999"], "P2026-10000"),
        (["P2026-9999", "P2026-10000"], "P2026-10001"),
    ],
)
def test_the_number_after_the_last_of_a_year(session, make, there, following):
    for number in there:
        make.inspector(certificate=number)
    make.commit()
    assert number_after(session, Inspector.certificate, "P2026-", 4) == following
