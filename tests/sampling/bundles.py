"""Bundles to test with: the two published vectors, and small draws made up by Hypothesis."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

import sampling

VECTORS = Path(__file__).parents[1] / "data" / "vectors"
NAMES = ("draw-small", "draw-chinese")
COMMITTED_AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
# The machine may be busy: how long an example takes says nothing about the draw.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
SECRET = "5485cb5d03981cc3bd989290a6be33ca392c013279a5c3c3fd10a1cae57e1460"


def vector(name: str) -> dict[str, bytes]:
    """The seven files of a published bundle."""
    return {path.name: path.read_bytes() for path in (VECTORS / name).iterdir()}


def commitment_in(files: dict[str, bytes]) -> sampling.Commitment:
    """The commitment that a bundle opens."""
    return sampling.Commitment(
        rule_json=files["rule.json"],
        frame_tsv=files["frame.tsv"],
        roster_tsv=files["roster.tsv"],
        recusals_tsv=files["recusals.tsv"],
        secret=files["secret.txt"].decode(),
        commitment=sampling.commitment_of(files["rule.json"]),
    )


def arguments(**changes: Any) -> dict[str, Any]:
    """What `commit` takes, for a small sound draw, with changes."""
    return {
        "draw": "00000000-0000-4000-8000-000000000003",
        "title": "集贸市场",
        "frame": [("stall 1", "north"), ("stall 2", "north"), ("stall 3", "south")],
        "roster": [("Li", "lead"), ("Wang", "member"), ("Zhao", "member")],
        "recusals": [("Zhao", "stall 3")],
        "sample": {"north": 1, "south": 1},
        "team_size": 2,
        "entropy_source": "dice",
        "committed_at": COMMITTED_AT,
        "secret": SECRET,
    } | changes


identifiers = st.text(
    st.one_of(st.sampled_from("ABC019-/ 摊位é𠀀\ue000"), st.characters(exclude_categories=("Cc", "Cs"))),
    min_size=1,
    max_size=12,
).filter(lambda text: sampling.characters.text_fault(text, 100) is None)


@st.composite
def draws(draw: st.DrawFn) -> dict[str, Any]:
    """Arguments of `commit` for a random small draw."""
    strata = draw(st.lists(identifiers, min_size=1, max_size=4, unique=True))
    objects = draw(st.lists(identifiers, min_size=1, max_size=25, unique=True))
    inspectors = draw(st.lists(identifiers, min_size=2, max_size=12, unique=True))
    frame = [(name, draw(st.sampled_from(strata))) for name in objects]
    leads = draw(st.integers(1, len(inspectors)))
    roster = [(name, "lead" if n < leads else "member") for n, name in enumerate(inspectors)]
    pairs = st.tuples(st.sampled_from(inspectors), st.sampled_from(objects))
    used = sorted({stratum for _, stratum in frame})
    return arguments(
        frame=frame,
        roster=roster,
        recusals=draw(st.lists(pairs, max_size=10, unique=True)),
        sample=draw(st.dictionaries(st.sampled_from(used), st.integers(0, 8))),
        team_size=draw(st.integers(2, min(4, len(inspectors)))),
        title=draw(identifiers),
    )


entropies = identifiers
