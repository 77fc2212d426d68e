"""Who can be drawn as an inspector, and who is left out for which reason, fixed before the commitment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from server.domain.problems import Problem
from server.domain.strata import JOINED

LEAD = "lead"


@dataclass(frozen=True)
class Candidate:
    """An inspector of the register. ``absences`` are (first day, last day, reason), days inclusive."""

    certificate: str
    role: str
    active: bool
    programmes: frozenset[str]
    absences: tuple[tuple[date, date, str], ...] = ()


@dataclass(frozen=True)
class Roster:
    """``drawable`` holds (certificate, role); ``left_out`` maps a certificate to {"why": code, "reason": text}."""

    drawable: tuple[tuple[str, str], ...]
    left_out: Mapping[str, Mapping[str, str]]

    @property
    def leads(self) -> int:
        """How many can lead a team."""
        return sum(role == LEAD for _, role in self.drawable)


def roster(
    candidates: Iterable[Candidate],
    programmes: Collection[str],
    first: date,
    last: date,
    named: Mapping[str, str],
) -> Roster:
    """Return who can be drawn for all of the programmes from ``first`` to ``last``: whoever is sent makes every record
    of a visit.

    Left out, with the first reason that applies: ``closed`` (no longer active), ``unqualified`` (its reason names what
    is missing where there are several programmes, as a stratum does), ``named`` (by hand, with the reason in
    ``named``), ``absent`` on at least one of the days.
    """
    drawable, left_out = [], {}
    for candidate in sorted(candidates, key=lambda one: one.certificate):
        excuse = _excuse(candidate, programmes, first, last, named)
        if excuse is None:
            drawable.append((candidate.certificate, candidate.role))
        else:
            left_out[candidate.certificate] = {"why": excuse[0], "reason": excuse[1]}
    return Roster(tuple(drawable), left_out)


def why_spare(leads: int, inspectors: int, team_size: int) -> str:
    """Return why a roster leaves people spare: ``leads`` when every lead has a team already, else ``remainder``, when
    fewer are left than one team needs; "" when nobody is (docs/protocol.md, "Teams")."""
    teams = min(leads, inspectors // team_size)
    if inspectors == teams * team_size:
        return ""
    return "leads" if inspectors - teams * team_size >= team_size else "remainder"


def check_named(named: Mapping[str, str], known: Iterable[str]) -> None:
    """Refuse a person left out without a reason, or one whom the register lacks (``at``: ``left_out-<row>-…``)."""
    certificates, parts = set(known), []
    for row, (certificate, reason) in enumerate(named.items()):
        if certificate not in certificates:
            at = f"left_out-{row}-certificate"
            parts.append(Problem("plan_inspector", at=at, certificate=certificate))
        elif not reason.strip():
            parts.append(Problem("reason_required", at=f"left_out-{row}-reason"))
        elif len(reason) > 200:
            parts.append(Problem("too_long", at=f"left_out-{row}-reason", most=200))
    if parts:
        raise Problem("left_out_invalid", parts=parts)


def _excuse(
    candidate: Candidate,
    programmes: Collection[str],
    first: date,
    last: date,
    named: Mapping[str, str],
) -> tuple[str, str] | None:
    if not candidate.active:
        return "closed", ""
    missing = sorted(set(programmes) - candidate.programmes)
    if missing:
        return "unqualified", JOINED.join(missing) if len(programmes) > 1 else ""
    if candidate.certificate in named:
        return "named", named[candidate.certificate]
    for begins, ends, reason in candidate.absences:
        if begins <= last and first <= ends:
            return "absent", f"{begins.isoformat()} – {ends.isoformat()} {reason}".rstrip()
    return None
