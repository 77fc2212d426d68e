"""Pages of inspected businesses: each inspection can have one, opened by a code that nobody can guess."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from server.services.actors import Actor
from server.services.audit import Change, writes
from server.store import business_pages, inspections_queries
from server.store.business_pages import BusinessPage

#: Bytes of chance in a code: 160 bits, 32 characters of an address.
CHANCE = 20


@writes("business.invite", "business.open")
def open(session: Session, actor: Actor, now: datetime, *, inspection_id: str) -> Change:
    """Give an inspection's page a new code; one that it had opens nothing any more. Returns the page.

    The code does not stand in the log.
    """
    inspection = inspections_queries.lock(session, inspection_id)
    page = business_pages.of_inspection(session, inspection.id)
    again = page is not None
    if page is None:
        page = BusinessPage(inspection_id=inspection.id)
        session.add(page)
    page.code, page.made_at = _code(), now
    return Change("inspection", inspection.id, page, {"again": again})


def _code() -> str:
    return secrets.token_hex(CHANCE)
