"""How inspectors came in: that they showed who they are and why (亮码), and the province's code (扫码入企).

Entries of an inspection like all others; nothing is judged by them, so they stand beside its fold and not in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.folding import effective
from server.domain.operations import Operation


@dataclass(frozen=True)
class Arrival:
    """What still counts of both kinds, of all tablets and revisions, in the order of the ids."""

    shown: tuple[Operation, ...]
    codes: tuple[Operation, ...]


def arrival(operations: Sequence[Operation]) -> Arrival:
    """Return what the entries say of the arrival, without what was taken back."""
    counting = sorted(effective(operations), key=lambda one: one.id)
    shown, codes = (tuple(one for one in counting if one.kind == kind) for kind in ("shown", "entry_code"))
    return Arrival(shown, codes)
