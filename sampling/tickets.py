"""The values of the protocol: SHA-256 of plain text, as 64 lower-case hexadecimal characters.

Source: docs/protocol.md, "Values". Anyone can compute them with `printf` and `sha256sum`.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from hashlib import sha256

from .notes import DrawError

KEY_LENGTH = 32
_HASH = re.compile("[0-9a-f]{64}")


def digest(text: str | bytes) -> str:
    """H(x): SHA-256 of the UTF-8 text (or of the bytes) in 64 lower-case hexadecimal characters."""
    return sha256(text.encode("utf-8") if isinstance(text, str) else text).hexdigest()


def key(parent: str) -> str:
    """The first 32 characters (128 bits) of a hash, under which tickets and labels are hashed."""
    return parent[:KEY_LENGTH]


def ticket(parent: str, identifier: str) -> str:
    """ticket(parent, id) = H(key(parent) + ":" + id)."""
    return digest(f"{key(parent)}:{identifier}")


def ticketed(parent: str, identifiers: Iterable[str]) -> list[tuple[str, str]]:
    """(ticket, identifier) of each identifier, in the order given."""
    prefix = f"{key(parent)}:".encode()
    return [(sha256(prefix + name.encode("utf-8")).hexdigest(), name) for name in identifiers]


def derive(parent: str, label: str) -> str:
    """derive(parent, label) = H(key(parent) + "/" + label): a value of its own for another purpose."""
    return digest(f"{key(parent)}/{label}")


def seed_of(commitment: str, secret: str, entropy: str) -> str:
    """seed = H(commitment + LF + secret + LF + entropy)."""
    return digest(f"{commitment}\n{secret}\n{entropy}")


def check_hash(value: object, at: str) -> str:
    """`value` when it is 64 lower-case hexadecimal characters; DrawError at `at` otherwise."""
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise DrawError("hash_expected", at)
    return value


def new_secret() -> str:
    """A secret for one commitment, from the system's secure random source: the only chance here."""
    return secrets.token_hex(32)
