"""The bundle of a draw, from the bytes that were committed: for drawing, for opening, for the public page."""

from __future__ import annotations

import sampling
from sampling.result import parse_result
from server.domain.problems import Problem
from server.store.draws import Draw


def commitment_of(draw: Draw) -> sampling.Commitment:
    """Return what step 1 fixed, secret included: for use inside the server only."""
    return sampling.Commitment(
        rule_json=draw.rule_json,
        frame_tsv=draw.frame_tsv,
        roster_tsv=draw.roster_tsv,
        recusals_tsv=draw.recusals_tsv,
        secret=draw.secret,
        commitment=draw.commitment,
    )


def files(draw: Draw) -> dict[str, bytes]:
    """Return the seven files of a draw by name; Problem ``not_opened`` before it is opened."""
    return sampling.write_bundle(*_opened(draw))


def archive(draw: Draw) -> bytes:
    """Return the bundle as a .zip that is the same at every call; Problem ``not_opened`` before it is opened."""
    return sampling.zip_bundle(*_opened(draw))


def result_of(draw: Draw) -> sampling.Result:
    """Return the result of a draw that has taken place; Problem ``not_opened`` before."""
    if draw.result_json is None:
        raise Problem("not_opened")
    return parse_result(draw.result_json)


def _opened(draw: Draw) -> tuple[sampling.Commitment, str, sampling.Result]:
    if draw.opened_at is None:
        raise Problem("not_opened")
    return commitment_of(draw), draw.entropy or "", result_of(draw)
