"""Identifiers that sort by the time they were made (UUIDv7, RFC 9562 section 5.7)."""

from __future__ import annotations

import re
import uuid
from datetime import datetime

_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


def make(now: datetime, random: bytes) -> str:
    """Return a UUIDv7 for the aware instant ``now``; ``random`` is ten bytes of randomness."""
    milliseconds = int(now.timestamp() * 1000)
    value = milliseconds << 80 | int.from_bytes(random, "big")
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return str(uuid.UUID(int=value))


def is_uuid7(text: object) -> bool:
    """Whether ``text`` is a UUIDv7 in its canonical lower-case form."""
    return isinstance(text, str) and _TEXT.fullmatch(text) is not None
