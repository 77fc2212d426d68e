"""What draws in the measurement: each yields the lines of the drawn objects from a file or table.

They are the same for all that draw by the protocol; consistent_sampler hashes otherwise and numpy does not hash at all.
What they import is loaded before the clock starts, as it is in a server that draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.draw_contestants.asked import SEED, sample
from sampling import engines
from sampling.selection import strata_of


def by_engine(name: str, place: str) -> Iterator[str]:
    """The draw in DataFusion, DuckDB, PostgreSQL or the standard library streamed, counting the strata first."""
    place, _, database = place.partition(" ")
    with engines.open_source(name, place, database=database) as source:
        for pick in engines.select(source, SEED, sample(dict(source.strata()))):
            yield f"{pick.ticket}\t{pick.object}\t{pick.stratum}\n"


def in_memory(place: str) -> Iterator[str]:
    """The draw of the library that needs no engine."""
    from sampling.selection import select

    frame = _pairs(place)
    for pick in select(
        frame, SEED, sample({name: len(members) for name, members in strata_of(frame).items()})
    ):
        yield f"{pick.ticket}\t{pick.object}\t{pick.stratum}\n"


def consistent_sampler(place: str) -> Iterator[str]:
    """The reference of election audits, stratum by stratum."""
    from consistent_sampler import sampler

    strata = strata_of(_pairs(place))
    for stratum, count in sample({name: len(members) for name, members in strata.items()}).items():
        yield from sampler(strata[stratum], seed=SEED + stratum, take=count, output="id")


def numpy(place: str) -> Iterator[str]:
    """Generator.choice without replacement in each stratum: fast, and nobody can recompute one object alone."""
    from numpy.random import default_rng

    strata, chance = strata_of(_pairs(place)), default_rng(int(SEED, 16))
    for stratum, count in sample({name: len(members) for name, members in strata.items()}).items():
        members = strata[stratum]
        yield from (members[place] for place in chance.choice(len(members), count, replace=False))


def _pairs(place: str) -> list[tuple[str, str]]:
    with Path(place).open(encoding="utf-8", newline="\n") as lines:
        return [tuple(line.rstrip("\n").split("\t")) for line in lines]  # type: ignore[misc]


CONTESTANTS = {
    "datafusion": lambda place: by_engine("datafusion", place),
    "duckdb": lambda place: by_engine("duckdb", place),
    "postgresql": lambda place: by_engine("postgresql", place),
    "standard": lambda place: by_engine("standard", place),
    "in_memory": in_memory,
    "consistent_sampler": consistent_sampler,
    "numpy": numpy,
}
PACKAGES = {
    "datafusion": "sampling.engines.datafusion",
    "duckdb": "sampling.engines.duckdb",
    "postgresql": "sampling.engines.postgresql",
    "consistent_sampler": "consistent_sampler",
    "numpy": "numpy.random",
}
