"""The audit chain shows every alteration."""

from typing import Any

import pytest

from server.domain import audit


def chain(length: int) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    for seq in range(1, length + 1):
        entry = {
            "seq": seq,
            "action": f"act {seq}",
            "previous": entries[-1]["hash"] if entries else audit.FIRST,
        }
        entries.append({**entry, "hash": audit.entry_hash(entry)})
    return entries


def test_an_untouched_chain_has_no_break() -> None:
    assert audit.first_break(chain(5)) is None


def test_an_altered_entry_is_found() -> None:
    entries = chain(5)
    entries[2]["action"] = "another act"
    assert audit.first_break(entries) == audit.Break(3, "hash")


def test_an_altered_entry_with_its_hash_made_anew_breaks_the_next() -> None:
    entries = chain(5)
    entries[2]["action"] = "another act"
    entries[2]["hash"] = audit.entry_hash(entries[2])
    assert audit.first_break(entries) == audit.Break(4, "previous")


@pytest.mark.parametrize(("gone", "wrong"), [(0, "missing"), (2, "missing")])
def test_a_removed_entry_is_found(gone: int, wrong: str) -> None:
    entries = chain(5)
    del entries[gone]
    assert audit.first_break(entries) == audit.Break(gone + 1, wrong)
