"""Codes that enrol a tablet once: shown by the office, scanned or typed within minutes."""

from __future__ import annotations

from datetime import timedelta

from server.domain.problems import Problem

#: Crockford's base 32: without the letters that are taken for digits, and without U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#: 60 bits of chance. Within its minutes, at the rate at which sign-ins are let through, nobody guesses one.
LENGTH = 12
GROUP = 4
GOOD_FOR = timedelta(minutes=10)
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def of_chance(data: bytes) -> str:
    """Return the code that ``LENGTH`` random bytes give: five bits of each."""
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in data[:LENGTH])


def shown(code: str) -> str:
    """Return a code in groups, as it is read and typed."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read(text: str) -> str:
    """Return the code that somebody typed, whatever its case, hyphens and confused letters.

    :class:`Problem` ``enrolment_code_unknown`` for what can be none.
    """
    code = text.strip().upper().translate(_MEANT)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        raise Problem("enrolment_code_unknown", at="code")
    return code
