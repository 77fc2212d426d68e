"""Keys of recipients 接收方密钥: made and revoked by an administrator, one for each hand-over."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from server.domain.canonical import sha256
from server.domain.permissions import RECIPIENT
from server.domain.problems import Problem
from server.services.actors import Actor
from server.services.audit import Change, writes
from server.store import handover_keys, handovers
from server.store.handover_keys import HandoverKey

#: Bytes of chance in a key.
CHANCE = 32


@writes("handover.give_key", "handover.give_key")
def make(session: Session, actor: Actor, now: datetime, *, handover_id: str) -> Change:
    """Give the recipient of a hand-over that is not at its end a new key; the one before opens nothing any more.

    Returns the key itself, which stands neither in the database nor in the log. Problems: ``not_found``,
    ``handover_over``.
    """
    row = handovers.lock(session, handover_id)
    if row.state not in handovers.OPEN:
        raise Problem("handover_over")
    kept = handover_keys.of_handover(session, row.id)
    again = kept is not None
    if kept is None:
        kept = HandoverKey(handover_id=row.id)
        session.add(kept)
    key = secrets.token_hex(CHANCE)
    kept.key_sha256, kept.made_by, kept.made_at, kept.revoked_at = _hash(key), actor.name, now, None
    return Change("handover", row.id, key, {"number": row.number, "again": again})


@writes("handover.give_key", "handover.revoke_key")
def revoke(session: Session, actor: Actor, now: datetime, *, handover_id: str) -> Change:
    """Put the key of a hand-over out of use. Problem ``not_found`` when it has none."""
    row = handovers.lock(session, handover_id)
    kept = handover_keys.of_handover(session, row.id)
    if kept is None or kept.revoked_at is not None:
        raise Problem("not_found", what=row.number)
    kept.revoked_at = now
    return Change("handover", row.id, None, {"number": row.number})


def opened(session: Session, key: str) -> tuple[HandoverKey, Actor]:
    """Return what a key opens and who acts with it; Problem ``handover_key``.

    Who acts stands in the log and among the steps of the hand-over as its recipient, with its number.
    """
    kept = handover_keys.of_hash(session, _hash(key))
    if kept is None:
        raise Problem("handover_key")
    return kept, Actor("", f"recipient:{kept.handover.number}", RECIPIENT)


def _hash(key: str) -> str:
    return sha256(key.encode())
