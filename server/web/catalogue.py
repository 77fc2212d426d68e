"""The catalogue of programmes as this request sees it: read once, at its first use."""

from __future__ import annotations

from flask import request

from server.domain.programmes import Catalogue, Programme
from server.store import editions_queries
from server.store.inspections import Inspection
from server.web.database import db

_KEPT = "fair_scale.catalogue"


def catalogue() -> Catalogue:
    """Return every programme with all that is confirmed, whichever process confirmed it."""
    kept = request.environ.get(_KEPT)
    if kept is None:
        kept = request.environ[_KEPT] = editions_queries.current(db.session())
    return kept


def names() -> tuple[str, ...]:
    """Return the names of all programmes in the order in which they are shown."""
    return catalogue().names()


def rules_of(inspection: Inspection) -> Programme:
    """Return the programme by which an inspection is judged: as it was when the visit began."""
    return catalogue().at(inspection.catalogue).load(inspection.programme)
