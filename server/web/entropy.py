"""The sources of a draw's public value in the reader's words, and what the value is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain import beacon, entropy
from server.domain.entropy import BEACON, DICE, LOTTERY, TEXT, Source
from server.services.draws import needed_of
from server.store.draws import Draw
from server.web.edge import local
from server.web.languages import gettext, language


@dataclass(frozen=True)
class Worth:
    """What a public value is worth and what its draw needs, in bits; ``bits`` is None while that hangs on words."""

    bits: int | None
    needed: int
    enough: bool


def worth(draw: Draw) -> Worth | None:
    """Return what the value of a draw is worth, or will be; None for a draw that names no sources."""
    sources = entropy.read(draw.sources)
    if not sources:
        return None
    needed = needed_of(draw)
    if draw.entropy is None:
        found = entropy.promised(sources)
    else:
        found = entropy.worth(sources, entropy.parts_of(sources, draw.entropy))
    bits = None if found is None else entropy.bits(found)
    return Worth(bits, entropy.bits(needed), found is not None and found >= needed)


def source_bits(draw: Draw) -> list[int | None]:
    """Return what each source of a draw is worth in bits; None for words of which the value is not known yet."""
    sources = entropy.read(draw.sources)
    if draw.entropy is None:
        return [None if one.kind == TEXT else entropy.bits(entropy.worth([one], [""])) for one in sources]
    parts = entropy.parts_of(sources, draw.entropy) if sources else []
    return [entropy.bits(entropy.worth([one], [part])) for one, part in zip(sources, parts, strict=True)]


def rendered(draw: Draw) -> str:
    """Return the sources in the reader's language where the committed sentence, which is Chinese, is in another."""
    sources = sources_of(draw)
    if language() == "zh" or all(one.kind == TEXT for one in sources):
        return ""
    return "; ".join(map(source_words, sources))


def worth_words(value: Worth | None) -> str:
    """Return what a value is worth in words; a dash for a draw that names no sources."""
    if value is None:
        return "—"
    if value.bits is None:
        needed = value.needed
        return gettext("来源用文字说明，值多少比特要看公开值；这次抽取约需 %(needed)s 比特。", needed=needed)
    told = gettext(
        "公开值约值 %(bits)s 比特；这次抽取约需 %(needed)s 比特。", bits=value.bits, needed=value.needed
    )
    if value.enough:
        return told
    few = gettext("少于所需：有一部分抽取结果不会出现，但没有密值谁也不知道是哪些。")
    return f"{told} {few}"


def dice_enough(strata: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return how many bits a draw of (objects, sample) needs, and how many ten-sided dice are as many."""
    needed = entropy.needed(strata)
    return entropy.bits(needed), max(1, len(str(needed - 1)))


def source_words(source: Source) -> str:
    """Return a source as the reader knows it."""
    if source.kind == DICE:
        return gettext("%(n)s 枚十面骰子，按掷出顺序", n=source.count)
    if source.kind == BEACON:
        at = local(beacon.round_time(source.round)).strftime("%Y-%m-%d %H:%M:%S")
        return gettext("drand quicknet 第 %(round)s 轮的签名（%(at)s 发布）", round=source.round, at=at)
    if source.kind == LOTTERY:
        return gettext("公开彩票：%(what)s，%(n)s 种等可能的结果", what=source.text, n=source.outcomes)
    return source.text


def sources_of(draw: Draw) -> list[Source]:
    """Return the sources of a draw in the order of their parts."""
    return entropy.read(draw.sources)
