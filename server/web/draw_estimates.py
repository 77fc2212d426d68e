"""What the published outcomes of a draw say of all that it was drawn from; worked out once between publications."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import current_app

from server.domain import estimates, strata
from server.domain.estimates import Estimate, Observation
from server.domain.programmes.verdicts import FAIL, PASS
from server.store import outcomes_queries
from server.store.draws import Draw
from server.web.database import db

MOST_KEPT = 500
JUDGED = {PASS: 0, FAIL: 1}


@dataclass(frozen=True)
class Told:
    """An estimate of the objects of a ``programme``, or of the ``instruments``, of a ``division``, or of all ("*")."""

    programme: str
    division: str
    instruments: bool
    estimate: Estimate


def of(draw: Draw) -> list[Told]:
    """Return the estimates of an opened draw for each programme: of all objects, of each division, of the instruments.

    A programme of a joint plan is told from the strata whose objects come under it.

    Instruments are left out where only some of an object's are inspected: how many it has is not part of an outcome.
    """
    if not draw.strata:
        return []
    stamp = outcomes_queries.stamp(db.session())
    kept = current_app.extensions.setdefault("draw_estimates", {})
    if len(kept) >= MOST_KEPT:
        kept.clear()
    known = kept.get(draw.id)
    if known is None or known[0] != stamp:
        known = kept[draw.id] = (stamp, list(_found(draw)))
    return known[1]


def _found(draw: Draw) -> Iterable[Told]:
    objects, instruments = defaultdict(list), defaultdict(list)
    for stratum, programme, verdict, content in outcomes_queries.of_draw(db.session(), draw.id):
        if verdict in JUDGED:
            objects[programme].append(Observation(stratum, 1, JUDGED[verdict]))
        if not draw.plan.second_stage:
            instruments[programme].append(Observation(stratum, *_instruments(json.loads(content))))
    everything = {one["stratum"]: one["objects"] for one in draw.strata}
    for programme in draw.plan.programmes:
        frame = strata.under(everything, programme)
        yield from _of_programme(programme, frame, objects[programme], instruments[programme])


def _of_programme(
    programme: str, frame: dict[str, int], objects: list[Observation], instruments: list[Observation]
) -> Iterable[Told]:
    divisions = sorted({name.partition("/")[0] for name in frame})
    yield from _told(programme, frame, objects, "*", False)
    for division in divisions if len(divisions) > 1 else ():
        own = {name: count for name, count in frame.items() if name.startswith(f"{division}/")}
        yield from _told(programme, own, [one for one in objects if one.stratum in own], division, False)
    yield from _told(programme, frame, instruments, "*", True)


def _told(
    programme: str, frame: dict[str, int], seen: list[Observation], division: str, instruments: bool
) -> Iterable[Told]:
    found = estimates.estimate(frame, seen)
    if found is not None:
        yield Told(programme, division, instruments, found)


def _instruments(content: dict[str, Any]) -> tuple[int, int]:
    rows = (content.get("result") or {}).get("instruments") or []
    judged = [row["verdict"] for row in rows if row.get("verdict") in JUDGED]
    return len(judged), judged.count(FAIL)
