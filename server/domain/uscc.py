"""The unified social credit code 统一社会信用代码 of GB 32100-2015.

Source of alphabet, layout, weights and check rule: norms/double_random.md 1.10 (mark B).
"""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def check_character(body: str) -> str:
    """Return the eighteenth character for the first seventeen; ``ValueError`` when they are not of the alphabet."""
    if len(body) != 17 or any(character not in _VALUES for character in body):
        raise ValueError(body)
    total = sum(_VALUES[character] * weight for character, weight in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def is_valid(code: str) -> bool:
    """Whether ``code`` has eighteen characters of the alphabet and the right check character."""
    try:
        return len(code) == 18 and check_character(code[:17]) == code[17]
    except ValueError:
        return False
