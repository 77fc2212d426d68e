"""Objects: the lowest tickets of each stratum, the order of visits, the reserves, and the second stage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from heapq import nsmallest
from typing import NamedTuple

from .characters import check_identifier, shown
from .lists import Pair
from .notes import DrawError
from .tickets import check_hash, ticketed


class Pick(NamedTuple):
    """A drawn object. Picks compare by ticket, then by identifier: the order of visits."""

    ticket: str
    object: str
    stratum: str


def strata_of(frame: Iterable[Pair]) -> dict[str, list[str]]:
    """The identifiers of each stratum."""
    strata: dict[str, list[str]] = {}
    for identifier, stratum in frame:
        strata.setdefault(stratum, []).append(identifier)
    return strata


def select(frame: Iterable[Pair], seed: str, sample: Mapping[str, int]) -> list[Pick]:
    """The objects with the `sample` lowest tickets of each stratum, in order of visits.

    A stratum smaller than its number is drawn whole; a stratum absent from `sample` is not drawn from.
    """
    strata = strata_of(frame)
    picks = [
        Pick(ticket, identifier, stratum)
        for stratum, count in sample.items()
        for ticket, identifier in nsmallest(count, ticketed(seed, strata.get(stratum, ())))
    ]
    return sorted(picks)


def reserves(
    frame: Iterable[Pair], seed: str, stratum: str, taken: Collection[str], count: int | None = None
) -> list[Pair]:
    """(object id, ticket) of those in `stratum` that are not in `taken`, in ticket order, at most `count`.

    `taken` holds the drawn objects and every substitute used so far, also those that could not be inspected.
    """
    members = strata_of(frame).get(stratum)
    if members is None:
        raise DrawError("stratum_unknown", "stratum", stratum=shown(stratum))
    gone = set(taken)
    free = ticketed(seed, (identifier for identifier in members if identifier not in gone))
    chosen = sorted(free) if count is None else nsmallest(count, free)
    return [(identifier, ticket) for ticket, identifier in chosen]


def substitute(frame: Iterable[Pair], seed: str, stratum: str, taken: Collection[str]) -> Pair | None:
    """(object id, ticket) of the next object of `stratum` not in `taken`, or None when all are used."""
    return next(iter(reserves(frame, seed, stratum, taken, 1)), None)


def second_stage(object_ticket: str, instrument_ids: Iterable[str], k: int) -> list[Pair]:
    """(instrument id, ticket) of the `k` lowest tickets under the object's ticket, lowest first.

    The same rule chooses the packages of a lot. All are chosen when there are fewer than `k`.
    """
    check_hash(object_ticket, "object_ticket")
    if not isinstance(k, int) or isinstance(k, bool) or k < 0:
        raise DrawError("integer_expected", "k", found=shown(k))
    identifiers = [check_identifier(name, f"instrument:{n}") for n, name in enumerate(instrument_ids, 1)]
    if len(set(identifiers)) != len(identifiers):
        twice = next(name for name in identifiers if identifiers.count(name) > 1)
        raise DrawError("identifier_twice", "instrument", text=shown(twice))
    return [(name, ticket) for ticket, name in nsmallest(k, ticketed(object_ticket, identifiers))]
