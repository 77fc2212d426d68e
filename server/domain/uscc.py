"""The unified social credit code 统一社会信用代码 of GB 32100-2015.

Alphabet, layout, weights and check rule as told at http://3fwork.com/kaifa207/009568MYM010683 and
https://yizhanzhixiao.com/link/1796942066087784707.html (mark B: the standard itself was not read).
"""

from __future__ import annotations

from operator import mul

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_BODY_VALUES = {character: int(character, 36) for character in ALPHABET}


def check_character(body: str) -> str:
    """Return the eighteenth character for the first seventeen; ``ValueError`` when they are not of the alphabet."""
    if len(body) != 17:
        raise ValueError(body)
    try:
        total = sum(map(mul, map(_VALUES.__getitem__, body), _WEIGHTS))
    except KeyError:
        raise ValueError(body) from None
    return ALPHABET[-total % 31]


def is_valid(code: str) -> bool:
    """Whether ``code`` has eighteen characters of the alphabet and the right check character."""
    try:
        return len(code) == 18 and check_character(code[:17]) == code[17]
    except ValueError:
        return False


def body_is_valid(code: str) -> bool:
    """Whether characters 9 to 17 of a valid code pass the check of GB 11714, the older code of organisations.

    Weights 3 7 9 10 5 8 4 2; check = 11 - (sum mod 11), 10 is X and 11 is 0 (mark M: from memory, true for all
    fourteen valid codes that were found). A code may fail it and be right: only ever a hint.
    """
    return body_check_character(code[8:16]) == code[16]


def body_check_character(body: str) -> str:
    """Return the ninth character of a body code for its first eight."""
    total = sum(map(mul, map(_BODY_VALUES.__getitem__, body), _BODY_WEIGHTS))
    return "0123456789X0"[11 - total % 11]
