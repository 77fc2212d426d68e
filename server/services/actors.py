"""Who acts: a signed-in account, a tablet's inspector, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """``name`` stands in the audit log; ``role`` is one of domain.permissions.ROLES."""

    id: str
    name: str
    role: str
    inspector_id: str | None = None
    device_id: str | None = None
