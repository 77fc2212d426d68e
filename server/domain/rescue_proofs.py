"""The proof in a rescue file that the tablet named in it made it, and that nobody changed it since.

HMAC with SHA-256 (RFC 2104) over canonical JSON. The key is the SHA-256 of the tablet's token: the tablet has the
token, the server keeps its hash, and whoever carries or hands in the file has neither.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from typing import Any

from server.domain import canonical

#: Members of the file that the proof speaks of, besides its two lists.
HEAD = ("format", "device", "inspector", "epoch", "made_at", "clock_offset_ms")
#: Tablets that enrolled with this release of the client or a later one always give the proof.
FIRST_CLIENT = (1, 1)


def proof(
    token_sha256: str, head: Mapping[str, Any], operations: Sequence[str], photos: Sequence[str]
) -> str:
    """Return the proof as 64 lower-case hexadecimal characters.

    ``operations`` are the SHA-256 of the JSON texts of the entries as they stand in the file, ``photos`` the hashes of
    the photos, both in the file's order. Raises ``TypeError`` for a head that no tablet writes.
    """
    named = {name: head.get(name) for name in HEAD}
    if not all(value is None or isinstance(value, str | int) for value in named.values()):
        raise TypeError("head")
    said = {**named, "operations": list(operations), "photos": list(photos)}
    return hmac.new(bytes.fromhex(token_sha256), canonical.dumps(said).encode(), hashlib.sha256).hexdigest()


def is_given_by(client: str) -> bool:
    """Whether a tablet that enrolled with this release of the client gives the proof with each file."""
    parts = client.split(".")
    if not all(part.isascii() and part.isdigit() for part in parts):
        return False
    return tuple(map(int, parts)) >= FIRST_CLIENT


def fits(given: object, expected: str) -> bool:
    """Compare what stands in a file with the proof, in a time that tells nothing."""
    return isinstance(given, str) and given.isascii() and hmac.compare_digest(given, expected)
