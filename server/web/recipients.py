"""Requests of whoever a finding was handed over to: the bearer key names the one hand-over that it opens."""

from __future__ import annotations

from flask import g

from server.domain.problems import Problem
from server.services import handover_keys
from server.web.database import db
from server.web.devices import bearer


def authenticate() -> None:
    """Set the request's actor and its hand-over from the key; :class:`Problem` ``handover_key``."""
    key = bearer()
    if key is None:
        raise Problem("handover_key")
    kept, g.actor = handover_keys.opened(db.session(), key)
    g.handover_id = kept.handover_id
