"""Who goes in the place of an absent inspector of a drawn team: the next spare in the draw's order who may."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from server.domain.rosters import LEAD, Roster


@dataclass(frozen=True)
class Next:
    """The certificate of the one who comes next, None when nobody may; ``passed`` holds (certificate, why) of those
    before, in their order: codes of the words table ``passed_over``."""

    certificate: str | None
    passed: tuple[tuple[str, str], ...]

    def as_json(self) -> list[dict[str, Any]]:
        """Return who was passed over, as the public log holds it."""
        return [{"inspector": certificate, "why": why} for certificate, why in self.passed]


def next_of(
    order: Sequence[str], roster: Roster, seated: Collection[str], recused: Collection[str], lead: bool
) -> Next:
    """Return who comes next of the spare inspectors ``order``, by their tickets.

    ``roster`` is who could be drawn now; ``seated`` are or were in a team of the draw; ``recused`` declared a conflict
    with an object that the team still has. In the place of a ``lead`` goes a lead.
    """
    roles = dict(roster.drawable)
    passed = []
    for certificate in order:
        why = _hindrance(certificate, roster, roles, seated, recused, lead)
        if why is None:
            return Next(certificate, tuple(passed))
        passed.append((certificate, why))
    return Next(None, tuple(passed))


def _hindrance(
    certificate: str,
    roster: Roster,
    roles: dict[str, str],
    seated: Collection[str],
    recused: Collection[str],
    lead: bool,
) -> str | None:
    if certificate in seated:
        return "seated"
    if certificate not in roles:
        return roster.left_out.get(certificate, {}).get("why", "closed")
    if certificate in recused:
        return "recused"
    return "not_lead" if lead and roles[certificate] != LEAD else None
