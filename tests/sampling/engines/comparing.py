"""An engine and the standard library side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sampling
from sampling import engines
from sampling.lists import Pair, serialise
from sampling.selection import Pick, select, strata_of


def assert_same(
    source: engines.Source,
    frame: Sequence[Pair],
    seed: str,
    sample: Mapping[str, int],
    *,
    read_whole: bool = True,
    with_reserves: bool = True,
) -> None:
    """The digest of the frame, the sizes of the strata, the drawn with their tickets, and the reserves."""
    sizes = {name: len(members) for name, members in strata_of(frame).items()}
    if read_whole:
        surveyed = engines.survey(source, {frame[0][0], "no such object"})
        assert surveyed.sha256 == sampling.digest(serialise(frame))
        assert (surveyed.count, surveyed.strata) == (len(frame), sizes)
        assert surveyed.held == {frame[0][0]}
    assert source.strata() == sizes
    picks = select(frame, seed, sample)
    assert list(engines.select(source, seed, sample)) == picks
    if with_reserves:
        assert_same_reserves(source, frame, seed, picks)


def assert_same_reserves(
    source: engines.Source, frame: Sequence[Pair], seed: str, picks: Sequence[Pick]
) -> None:
    """The reserves of a stratum after its drawn objects."""
    stratum = frame[0][1]
    taken = [pick.object for pick in picks if pick.stratum == stratum]
    assert engines.reserves(source, seed, stratum, taken, 3) == sampling.reserves(
        frame, seed, stratum, taken, 3
    )
