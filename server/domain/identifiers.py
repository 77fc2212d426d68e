"""Identifiers that sort by the time they were made (UUIDv7, RFC 9562 section 5.7)."""

from __future__ import annotations

import re
import uuid
from datetime import datetime

_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")

#: The variant's two bits before the two that are free, for each digit of randomness.
_VARIANT = {digit: "89ab"[int(digit, 16) % 4] for digit in "0123456789abcdef"}


def make(now: datetime, random: bytes) -> str:
    """Return a UUIDv7 for the aware instant ``now``; ``random`` is ten bytes of randomness."""
    milliseconds = int(now.timestamp() * 1000)
    value = milliseconds << 80 | int.from_bytes(random, "big")
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return str(uuid.UUID(int=value))


def make_many(now: datetime, random: bytes) -> list[str]:
    """Return one UUIDv7 for each ten bytes of ``random``, in ascending order."""
    head = f"{int(now.timestamp() * 1000):012x}"
    head = f"{head[:8]}-{head[8:]}-7"
    digits = random.hex()
    parts = (digits[start : start + 20] for start in range(0, len(digits), 20))
    return sorted(f"{head}{part[:3]}-{_VARIANT[part[3]]}{part[4:7]}-{part[7:19]}" for part in parts)


def is_uuid7(text: object) -> bool:
    """Whether ``text`` is a UUIDv7 in its canonical lower-case form."""
    return isinstance(text, str) and _TEXT.fullmatch(text) is not None
