"""The beacon drand quicknet: which round comes when, and whether a signature is that of a round, checked offline.

The chain's values were published by the League of Entropy with its scheme ``bls-unchained-g1-rfc9380``: the message
of a round is SHA-256 of its number in eight bytes, the signature a point of G1 under BLS on BLS12-381 (RFC 9380
hashes the message to the curve). Source: https://api.drand.sh/52db9ba7…/info and drand.love/docs/specification.
"""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec

NAME = "quicknet"
CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
PUBLIC_KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
GENESIS = datetime.fromtimestamp(1692803367, UTC)
PERIOD = timedelta(seconds=3)
SIGNATURE_LENGTH = 96
_DOMAIN = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_"
_HEX = re.compile(f"[0-9a-f]{{{SIGNATURE_LENGTH}}}")


def available() -> bool:
    """Whether the library that checks signatures is installed (the extra ``beacon``)."""
    return find_spec("py_ecc") is not None


def _load() -> None:
    """Import the library without what it does to the whole process.

    It raises the limit of recursion a hundredfold, which it needs for another curve; with that limit, JSON of many
    brackets from anywhere would end the process.
    """
    limit = sys.getrecursionlimit()
    try:
        import py_ecc  # noqa: F401
    finally:
        sys.setrecursionlimit(limit)


def round_time(number: int) -> datetime:
    """Return when a round (from 1) is published."""
    return GENESIS + (number - 1) * PERIOD


def first_round(now: datetime, minutes: int) -> int:
    """Return the first round that is published at least ``minutes`` after ``now``."""
    wait = now + timedelta(minutes=minutes) - GENESIS
    return max(1, -(-wait // PERIOD) + 1)


def is_signature(text: str) -> bool:
    """Whether a text has the form of a signature: 96 lower-case hexadecimal characters."""
    return _HEX.fullmatch(text) is not None


@lru_cache(maxsize=64)
def verified(number: int, signature: str) -> bool:
    """Whether ``signature`` is the chain's for round ``number``; about a second of arithmetic, done once for each."""
    _load()
    from py_ecc.bls.hash_to_curve import hash_to_G1
    from py_ecc.bls.point_compression import compress_G1, decompress_G1, decompress_G2
    from py_ecc.optimized_bls12_381 import G2, curve_order, is_inf, multiply, pairing

    try:
        point = decompress_G1(int(signature, 16))
    except ValueError:
        return False
    # Off the group, at infinity or written in a second way: no signature, whatever the pairing says.
    if is_inf(point) or not is_inf(multiply(point, curve_order)) or f"{compress_G1(point):096x}" != signature:
        return False
    message = sha256(number.to_bytes(8, "big")).digest()
    key = decompress_G2((int(PUBLIC_KEY[:96], 16), int(PUBLIC_KEY[96:], 16)))
    return pairing(G2, point) == pairing(key, hash_to_G1(message, _DOMAIN, sha256))
