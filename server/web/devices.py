"""Requests of an enrolled tablet: the bearer token names the device, and through it the inspector."""

from __future__ import annotations

from flask import g, request
from sqlalchemy import select

from server.domain import permissions
from server.domain.canonical import sha256
from server.domain.problems import Problem
from server.services.actors import Actor
from server.store.users import Device
from server.web.database import db


def bearer() -> str | None:
    """Return the token that the request carries, whether or not it is anybody's."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" and token else None


def authenticate() -> None:
    """Set the request's actor from its token; :class:`Problem` ``device_unknown`` or ``device_revoked``."""
    token = bearer()
    if token is None:
        raise Problem("device_unknown")
    device = db.session.scalar(select(Device).where(Device.token_sha256 == sha256(token.encode())))
    if device is None:
        raise Problem("device_unknown")
    user = device.user
    if device.revoked_at is not None or not user.active or not permissions.holds(user.role, "device"):
        raise Problem("device_revoked")
    g.device = device
    g.actor = Actor(user.id, user.username, user.role, user.inspector_id, device.id)
