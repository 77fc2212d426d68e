"""Epochs: the name of the database, so that a tablet knows whether it speaks to the one that it sent to before."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.store.epochs import Epoch, current_epoch


@writes("epoch.renew")
def renew(session: Session, actor: Actor, now: datetime) -> Change:
    """Give the database a new name, after it was restored from a backup. Value: the name."""
    before = current_epoch(session)
    epoch = Epoch(id=new_id(now), since=now)
    session.add(epoch)
    return Change("epoch", epoch.id, epoch.id, {"before": before})
