"""Where the public value of a draw comes from, and what it is worth against how many results the draw can have.

A value is worth the number of equally likely values that its source could have given; a draw needs as many as it has
possible samples: the product over its strata of the binomial of objects and sample. Both are exact integers; bits
(their logarithm to base 2) are for reading only. The protocol's tickets use 128 bits of the seed (docs/protocol.md,
"Values"), so nothing is ever asked for beyond 2^128.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from server.domain import beacon
from server.domain.problems import Problem

DICE, BEACON, LOTTERY, TEXT = KINDS = ("dice", "beacon", "lottery", "text")
#: Stands in the public value between the parts that several sources gave.
SEPARATOR = " | "
MOST_NEEDED = 2**128
MOST_DICE = 200
MOST_OUTCOMES = 10**30
MOST_MINUTES = 7 * 24 * 60
#: A round's randomness is a SHA-256 value.
BEACON_OUTCOMES = 2**256
_BAR = SEPARATOR.strip()


@dataclass(frozen=True)
class Source:
    """One source. ``count`` is the number of ten-sided dice, ``round`` that of the beacon, ``outcomes`` how many
    results of a lottery are equally likely, ``text`` what a lottery or any other source is."""

    kind: str
    count: int = 0
    round: int = 0
    outcomes: int = 0
    text: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return what is kept and published of the source; integers that JSON readers round are text."""
        told = {"kind": self.kind, "count": self.count, "round": self.round, "text": self.text}
        told["outcomes"] = str(self.outcomes) if self.outcomes else ""
        return {key: value for key, value in told.items() if value}

    def sentence(self) -> str:
        """Return the source as it is committed, in Chinese."""
        if self.kind == DICE:
            return f"封存后当场掷{self.count}枚十面骰子，按掷出顺序记数"
        if self.kind == BEACON:
            at = beacon.round_time(self.round).strftime("%Y-%m-%d %H:%M:%S")
            return f"drand {beacon.NAME} 第{self.round}轮（{at} UTC）的签名"
        if self.kind == LOTTERY:
            return f"{self.text}（{self.outcomes}种等可能的结果）"
        return self.text


def read(kept: Sequence[Mapping[str, Any]]) -> list[Source]:
    """Return the sources of a draw as :meth:`Source.as_json` kept them."""
    return [Source(**{**one, "outcomes": int(one.get("outcomes", 0))}) for one in kept]


def choose(wanted: Sequence[Mapping[str, Any]], now: datetime, taken: Iterable[int] = ()) -> list[Source]:
    """Return the sources that are named at the commitment.

    ``wanted`` holds ``{"kind": "dice", "count"}``, ``{"kind": "beacon", "minutes"}`` (the first round that begins as
    many minutes after ``now`` and is not in ``taken``), ``{"kind": "lottery", "text", "outcomes"}`` and
    ``{"kind": "text", "text"}``. Raises :class:`Problem` ``sources_invalid`` with a part for each bad field:
    ``source-dice-count``, ``source-beacon-minutes`` and so on, and ``source_none`` at ``sources``.
    """
    if not wanted:
        raise Problem("source_none", at="sources")
    parts = [problem for one in wanted for problem in _faults(one)]
    kinds = [one.get("kind") for one in wanted]
    if len(set(kinds)) < len(kinds):
        parts.append(Problem("source_twice", at="sources"))
    if parts:
        raise Problem("sources_invalid", parts=parts)
    return [_source(one, now, set(taken)) for one in wanted]


def sentence(sources: Sequence[Source]) -> str:
    """Return all sources in one Chinese sentence, in the order in which their parts stand in the public value."""
    return "；".join(source.sentence() for source in sources)


def fields(sources: Sequence[Source], name: str = "value") -> list[str]:
    """Return the names of the fields in which the parts are typed: value, or value-0, value-1 and so on."""
    return [name] if len(sources) < 2 else [f"{name}-{place}" for place in range(len(sources))]


def parts_of(sources: Sequence[Source], value: str, name: str = "value") -> list[str]:
    """Return the part that each source gave, in the order of the sources and in one form however it was typed.

    Raises :class:`Problem` at the part's field (:func:`fields`): ``entropy_parts``, ``entropy_dice``, ``beacon_text``.
    """
    parts = [part.strip() for part in value.split(_BAR)] if len(sources) > 1 else [value]
    if len(parts) != len(sources) or not all(parts):
        raise Problem("entropy_parts", at=fields(sources, name)[0], count=len(sources))
    places = zip(sources, parts, fields(sources, name), strict=True)
    return [_part(source, part, at) for source, part, at in places]


def check_signatures(sources: Sequence[Source], parts: Sequence[str]) -> None:
    """Raise :class:`Problem` ``beacon_signature`` unless a beacon's part is the signature of the named round."""
    for source, part, at in zip(sources, parts, fields(sources), strict=True):
        if source.kind == BEACON and not beacon.verified(source.round, part):
            raise Problem("beacon_signature", at=at, round=source.round)


def worth(sources: Sequence[Source], parts: Sequence[str]) -> int:
    """Return how many values the sources could have given: the product over the sources.

    What a source in words is worth cannot be known; its decimal digits are counted as if each had been thrown.
    """
    product = 1
    for source, part in zip(sources, parts, strict=True):
        product *= _outcomes(source, part)
    return product


def promised(sources: Sequence[Source]) -> int | None:
    """Return what the sources will be worth, before a value is known; None when that hangs on words."""
    return None if any(source.kind == TEXT for source in sources) else worth(sources, [""] * len(sources))


def needed(strata: Iterable[tuple[int, int]]) -> int:
    """Return how many samples are possible, at most 2^128. ``strata`` holds (objects, sample)."""
    product = 1
    for objects, sample in strata:
        product *= _ways(objects, sample)
        if product >= MOST_NEEDED:
            return MOST_NEEDED
    return product


def bits(outcomes: int) -> int:
    """Return the logarithm to base 2, rounded to the nearest integer: 20 for the 10^6 values of six digits."""
    low = outcomes.bit_length() - 1
    return low + (outcomes * outcomes >= 1 << (2 * low + 1))


def _ways(objects: int, sample: int) -> int:
    """Return the binomial coefficient, or more than is ever needed as soon as it exceeds that."""
    chosen = min(sample, objects - sample)
    product = 1
    for place in range(max(chosen, 0)):
        product = product * (objects - place) // (place + 1)
        # With at most half of the objects chosen each step makes the product larger, so the rest need not be known.
        if product >= MOST_NEEDED:
            return MOST_NEEDED
    return product


def _outcomes(source: Source, part: str) -> int:
    if source.kind == DICE:
        return 10**source.count
    if source.kind == BEACON:
        return BEACON_OUTCOMES
    if source.kind == LOTTERY:
        return source.outcomes
    return 10 ** sum(character.isdecimal() for character in part)


def _part(source: Source, part: str, at: str) -> str:
    if source.kind == DICE:
        digits = [
            unicodedata.decimal(character, None) for character in part if character not in " \u3000,，、"
        ]
        if None in digits or len(digits) != source.count:
            given = sum(digit is not None for digit in digits)
            raise Problem("entropy_dice", at=at, dice=source.count, given=given)
        return " ".join(str(digit) for digit in digits)
    if source.kind == BEACON:
        signature = "".join(part.split()).lower()
        if not beacon.is_signature(signature):
            raise Problem("beacon_text", at=at, most=beacon.SIGNATURE_LENGTH)
        return signature
    return part


def _faults(one: Mapping[str, Any]) -> Iterable[Problem]:
    kind = one.get("kind")
    if kind not in KINDS:
        yield Problem("invalid_choice", at="sources", value=kind, choices=", ".join(KINDS))
    limits = {DICE: ("count", 1, MOST_DICE), BEACON: ("minutes", 1, MOST_MINUTES)}
    limits[LOTTERY] = ("outcomes", 2, MOST_OUTCOMES)
    if kind in limits:
        name, least, most = limits[kind]
        value = one.get(name)
        if isinstance(value, bool) or not isinstance(value, int):
            yield Problem("invalid_number" if value else "required", at=f"source-{kind}-{name}", value=value)
        elif not least <= value <= most:
            yield Problem(
                "number_out_of_range", at=f"source-{kind}-{name}", value=value, least=least, most=most
            )
    if kind == LOTTERY and not str(one.get("text", "")).strip():
        yield Problem("required", at="source-lottery-text")
    if kind == BEACON and not beacon.available():
        yield Problem("beacon_missing", at="source-beacon-minutes")


def _source(one: Mapping[str, Any], now: datetime, taken: set[int]) -> Source:
    if one["kind"] == BEACON:
        number = beacon.first_round(now, one["minutes"])
        while number in taken:
            number += 1
        return Source(BEACON, round=number)
    given = {key: one[key] for key in ("count", "outcomes") if key in one}
    return Source(one["kind"], text=str(one.get("text", "")).strip(), **given)
