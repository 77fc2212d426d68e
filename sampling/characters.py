"""Which texts the protocol allows: NFC, no control characters, no white space at either end."""

from __future__ import annotations

import re
from unicodedata import is_normalized

from .notes import DrawError

IDENTIFIER_LENGTH = 100
TEXT_LENGTH = 1000
SHOWN = 100
# Spelled out so that every implementation has the same set: Unicode White_Space outside the control
# characters, and U+FEFF, which some editors take for a byte order mark.
WHITE_SPACE = " \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_FORBIDDEN = "\u0000-\u001f\u007f-\u009f\ud800-\udfff"
_BAD_CHARACTER = re.compile(f"[{_FORBIDDEN}]")
_BAD_EDGE = re.compile(rf"\A[{WHITE_SPACE}]|[{WHITE_SPACE}]\Z")
_SOUND = re.compile(f"(?![{WHITE_SPACE}])[^{_FORBIDDEN}]+(?<![{WHITE_SPACE}])")


def text_fault(value: object, length: int) -> str | None:
    """The code of the first rule that `value` breaks as a text of 1 to `length` characters, or None."""
    if not isinstance(value, str):
        return "text_expected"
    if len(value) <= length and _SOUND.fullmatch(value) and is_normalized("NFC", value):
        return None
    if not value:
        return "text_empty"
    if len(value) > length:
        return "text_long"
    if _BAD_CHARACTER.search(value):
        return "text_control"
    if _BAD_EDGE.search(value):
        return "text_edge"
    return "text_not_nfc"


def check_identifier(value: object, at: str) -> str:
    """`value` when it is a sound identifier (1 to 100 characters); DrawError at `at` otherwise."""
    return _checked(value, at, IDENTIFIER_LENGTH)


def check_text(value: object, at: str) -> str:
    """`value` when it is a sound free text (1 to 1000 characters); DrawError at `at` otherwise."""
    return _checked(value, at, TEXT_LENGTH)


def _checked(value: object, at: str, length: int) -> str:
    fault = text_fault(value, length)
    if fault is not None:
        raise DrawError(fault, at, text=shown(value), max=length)
    return value  # type: ignore[return-value]


def shown(value: object) -> str:
    """`value` made fit for a message: control characters escaped, at most `SHOWN` characters."""
    text = value if isinstance(value, str) else repr(value)
    escaped = _BAD_CHARACTER.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return escaped if len(escaped) <= SHOWN else escaped[: SHOWN - 1] + "…"


def decode(data: bytes, at: str) -> str:
    """The text of a file: UTF-8 without byte order mark, in NFC; DrawError otherwise."""
    if data.startswith(b"\xef\xbb\xbf"):
        raise DrawError("file_bom", at)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DrawError("file_not_utf8", f"{at}:{line}") from None
    if not is_normalized("NFC", text):
        raise DrawError("file_not_nfc", at)
    return text
