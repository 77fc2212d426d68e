"""Days and times that people type into forms."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import request

from server.domain.problems import Problem
from server.web.edge import zone


def typed(name: str) -> date | None:
    """Return the day in a field of the form, None when it is empty; :class:`Problem` ``invalid_date`` at the field."""
    text = request.form.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem("invalid_date", at=name, value=text[:40]) from None


def moment(name: str) -> datetime | None:
    """Return the time in a field, typed at the authority's place; :class:`Problem` ``publish_at_form`` at the field."""
    text = request.form.get(name, "").strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            return found.replace(tzinfo=zone()).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Problem("publish_at_form", at=name, value=text[:40])
