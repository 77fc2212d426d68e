"""Draws 抽取 by the protocol fair-scale-draw/1: commit, entropy, draw, open; void. No step is repeated or undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

import sampling
from sampling import engines
from sampling.characters import text_fault
from server.domain import entropy as entropy_rules
from server.domain import plan_fields, plans
from server.domain.canonical import sha256
from server.domain.entropy import Source
from server.domain.plans import Stratum
from server.domain.problems import Problem
from server.domain.workflow import advance
from server.services import assignments_made, bundles, draws_log, look_back_steps
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.services.plans import check_teams, roster_of, strata_of
from server.services.reasons import check_reason
from server.store import assignments_queries, draws_queries, look_backs, plans_queries
from server.store.draws import Draw
from server.store.locks import Lock, hold
from server.store.plans import Plan


@writes("draw.commit")
def commit(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    plan_id: str,
    entropy_source: str = "",
    title: str = "",
    sources: Sequence[Mapping[str, Any]] = (),
) -> Change:
    """Step 1: freeze the lists, the rule and the hash of a new secret. Returns the draw.

    The frame holds each active object of the plan's programmes once, in the strata that have a sample. The secret is
    made here and leaves the server only when the draw is opened. The public value comes from ``sources``
    (:func:`server.domain.entropy.choose`), in their order, and at last from ``entropy_source``, a source in words.
    Problems: ``wrong_state`` for a plan that is not public, ``plan_over``, ``sample_invalid``, ``frame_none``,
    ``too_few_inspectors``, ``draw_refused``, ``sources_invalid``, and ``required`` or ``too_long`` at
    ``entropy_source`` or ``title``.
    """
    plan = plans_queries.get(session, plan_id, lock=True)
    advance("plan", plan.state, "commit")
    if now.date() > plan.last:
        raise Problem("plan_over", last=plan.last)
    title = plan_fields.tidy(title) or plan.title
    named = _sources(session, now, sources, plan_fields.tidy(entropy_source))
    source = entropy_rules.sentence(named)
    _check_texts(title, source)
    strata = strata_of(session, plan)
    sizes = plans.sample(strata)
    roster = roster_of(session, plan, now.date())
    check_teams(roster, plan.team_size)
    only = look_backs.objects(session, plan.id)
    frame = plans_queries.frame(session, list(plan.programmes), set(sizes), only)
    draw_id = new_id(now)
    with draws_log.protocol():
        commitment = sampling.commit(
            draw=draw_id,
            title=title,
            frame=frame,
            roster=roster.drawable,
            recusals=_recusals(session, frame, roster.drawable),
            sample=sizes,
            team_size=plan.team_size,
            entropy_source=source,
            committed_at=now,
            secret=sampling.new_secret(),
        )
    draw = _new_draw(session, now, plan, draw_id, title, source, commitment)
    draw.sources = [one.as_json() for one in named]
    draw.strata = [_kept(stratum) for stratum in strata if stratum.sample]
    draw.left_out = {certificate: dict(why) for certificate, why in roster.left_out.items()}
    draw.object_count = len(frame)
    body = {
        "commitment": draw.commitment,
        "entropy_source": source,
        "number": draw.number,
        "plan": plan.number,
        "title": title,
    }
    draws_log.append(session, now, draw, "committed", body)
    return Change("draw", draw.id, draw, {**body, "objects": len(frame), "inspectors": len(roster.drawable)})


@writes("draw.entropy")
def entropy(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    draw_id: str,
    value: str,
    repeated: str,
    accepted: bool = False,
) -> Change:
    """Step 2: record the public value, typed by two people. Returns the draw.

    With several sources their parts stand in ``value`` in the order of the sources, parted by ``|``. A value that is
    worth less than the draw needs is recorded only when that is ``accepted``; both numbers go into the public log.
    Problems: ``entropy_text``, ``entropy_differs``, ``entropy_parts``, ``entropy_dice``, ``beacon_text``,
    ``beacon_signature``, ``entropy_weak``, ``entropy_used``, ``entropy_early`` (not yet a second after the
    commitment), ``wrong_state``.
    """
    draw = draws_queries.get(session, draw_id, lock=True)
    state = advance("draw", draw.state, "entropy")
    sources = entropy_rules.read(draw.sources)
    value, parts = _agreed(sources, value, repeated)
    # Two draws that are told the same value at the same moment must not both find it unused.
    hold(session.connection(), Lock.DRAW_LOG)
    used = draws_queries.with_entropy(session, value)
    if used:
        raise Problem("entropy_used", at=entropy_rules.fields(sources)[0], number=used)
    if now.replace(microsecond=0) <= draw.committed_at.replace(microsecond=0):
        raise Problem("entropy_early", committed=f"{draw.committed_at:%H:%M:%S} UTC")
    worth, needed = entropy_rules.worth(sources, parts), needed_of(draw)
    bits = {"bits": entropy_rules.bits(worth), "needed": entropy_rules.bits(needed)}
    if worth < needed and not accepted:
        raise Problem("entropy_weak", at="accepted", **bits)
    entropy_rules.check_signatures(sources, parts)
    draw.state, draw.entropy, draw.entropy_at = state, value, now
    body = {"entropy": value, **bits}
    draws_log.append(session, now, draw, "entropy", body)
    return Change("draw", draw.id, draw, body)


def needed_of(draw: Draw) -> int:
    """Return how many samples a draw can have, at most as many as the protocol can tell apart."""
    return entropy_rules.needed((one["objects"], one["sample"]) for one in draw.strata)


@writes("draw.draw")
def draw(session: Session, actor: Actor, now: datetime, *, draw_id: str) -> Change:
    """Step 3: compute objects, teams and order of visits, and make an assignment and an inspection of each.

    Returns the draw. Problems: ``wrong_state``; ``object_missing`` or ``inspector_gone`` when the register no longer
    has a committed number; ``draw_refused`` when a committed list was altered.
    """
    row = draws_queries.get(session, draw_id, lock=True)
    state = advance("draw", row.state, "draw")
    with draws_log.protocol():
        result = engines.draw(bundles.commitment_of(row), row.entropy or "")
    row.state, row.drawn_at = state, now
    row.result_json, row.seed, row.drawn_count = result.json, result.seed, len(result.drawn)
    assignments_made.create(session, now, row, result)
    look_back_steps.drawn(session, row)
    draws_log.append(session, now, row, "drawn", {"objects": row.drawn_count})
    return Change("draw", row.id, row, {"objects": row.drawn_count, "teams": len(result.teams)})


@writes("draw.open")
def open(session: Session, actor: Actor, now: datetime, *, draw_id: str) -> Change:
    """Step 4: make the bundle public, with the substitutions made so far.

    Returns the draw. Problem: ``wrong_state``.
    """
    draw = draws_queries.get(session, draw_id, lock=True)
    draw.state, draw.opened_at = advance("draw", draw.state, "open"), now
    files = {name: sha256(data) for name, data in bundles.files(draw).items()}
    body = {"files": files, "history": draws_log.history(session, draw.id)}
    draws_log.append(session, now, draw, "opened", body)
    return Change("draw", draw.id, draw, {"files": files})


@writes("draw.void")
def void(session: Session, actor: Actor, now: datetime, *, draw_id: str, reason: str) -> Change:
    """End a draw that must not be used; it stays visible, and the reason is public at once. Returns the draw.

    Its assignments are withdrawn, but for those whose outcome is published already. How many inspections had been
    begun, and how many finished, is public with the reason: results that nobody will read do not vanish unseen.
    Problems: ``reason_required``, ``too_long``, ``control_character``, ``wrong_state``.
    """
    draw = draws_queries.get(session, draw_id, lock=True)
    state = advance("draw", draw.state, "void")
    reason = check_reason(reason)
    draw.state, draw.voided_at, draw.void_reason = state, now, reason
    begun, finished = assignments_queries.unpublished_inspections(session, draw.id)
    withdrawn = assignments_made.withdraw_all(session, draw.id)
    look_back_steps.voided(session, draw)
    told = {"reason": reason, **({"begun": begun, "finished": finished} if begun else {})}
    draws_log.append(session, now, draw, "voided", told)
    return Change("draw", draw.id, draw, {**told, "withdrawn": withdrawn})


def _sources(
    session: Session, now: datetime, wanted: Sequence[Mapping[str, Any]], words: str
) -> list[Source]:
    if not (wanted or words):
        raise Problem("plan_invalid", parts=[Problem("required", at="entropy_source")])
    if words:
        wanted = [*wanted, {"kind": entropy_rules.TEXT, "text": words}]
    return entropy_rules.choose(wanted, now, draws_queries.rounds_named(session))


def _agreed(sources: Sequence[Source], value: str, repeated: str) -> tuple[str, list[str]]:
    """Return the public value that both people typed, in its one form, and its parts."""
    value, repeated = plan_fields.tidy(value), plan_fields.tidy(repeated)
    if text_fault(value, 1000):
        raise Problem("entropy_text", at=entropy_rules.fields(sources)[0])
    parts = entropy_rules.parts_of(sources, value)
    second = entropy_rules.parts_of(sources, repeated, "repeated") if repeated else [""] * len(parts)
    for part, again, at in zip(parts, second, entropy_rules.fields(sources, "repeated"), strict=True):
        if part != again:
            raise Problem("entropy_differs", at=at)
    return entropy_rules.SEPARATOR.join(parts), parts


def _kept(stratum: Stratum) -> dict[str, Any]:
    return {"stratum": stratum.name, "objects": stratum.objects, "sample": stratum.sample}


def _check_texts(title: str, source: str) -> None:
    parts = [
        *plan_fields.text_problems(title, "title", 200),
        *plan_fields.text_problems(source, "entropy_source", 500),
    ]
    if parts:
        raise Problem("plan_invalid", parts=parts)


def _recusals(session: Session, frame: Any, roster: Any) -> list[tuple[str, str]]:
    objects, inspectors = {number for number, _ in frame}, {certificate for certificate, _ in roster}
    return [pair for pair in plans_queries.recusals(session) if pair[0] in inspectors and pair[1] in objects]


def _new_draw(
    session: Session,
    now: datetime,
    plan: Plan,
    draw_id: str,
    title: str,
    source: str,
    commitment: sampling.Commitment,
) -> Draw:
    hold(session.connection(), Lock.NUMBERS)
    draw = Draw(
        id=draw_id,
        number=draws_queries.next_number(session, plan.year),
        plan_id=plan.id,
        plan=plan,
        title=title,
        state="committed",
        commitment=commitment.commitment,
        rule_json=commitment.rule_json,
        frame_tsv=commitment.frame_tsv,
        roster_tsv=commitment.roster_tsv,
        recusals_tsv=commitment.recusals_tsv,
        secret=commitment.secret,
        entropy_source=source,
        committed_at=now,
        drawn_count=0,
    )
    session.add(draw)
    session.flush()
    return draw
