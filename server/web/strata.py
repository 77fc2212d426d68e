"""Strata, sampling rules and commitments in the reader's words, for the pages of plans and draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import g

from server.domain.plans import ANY, percent
from server.domain.strata import JOINED, NO_CLASS, Overlap, overlaps, parts_of, stratum_name
from server.domain.texts import words
from server.store import plans_queries
from server.store.objects import Division
from server.store.plans import Plan
from server.web import pages
from server.web.database import db
from server.web.languages import gettext, language


def divisions() -> dict[str, Division]:
    """Return the divisions by code, read once in a request."""
    if "divisions" not in g:
        g.divisions = plans_queries.divisions(db.session())
    return g.divisions


def division_words(code: str) -> str:
    """Return the name of a division, of all divisions for "*", or the code of an unknown one."""
    if code == ANY:
        return gettext("全部区划")
    known = divisions().get(code)
    return getattr(known, language()) if known else code


def class_words(risk_class: str) -> str:
    """Return a credit-risk class in words; "*" stands for all, "-" for objects without one."""
    if risk_class == ANY:
        return gettext("全部风险等级")
    return gettext("无风险等级") if risk_class == NO_CLASS else gettext("%(letter)s 类", letter=risk_class)


def stratum_words(name: str) -> str:
    """Return a stratum such as "379901/C", or "379901/C/eyewear+legal_units" of a joint plan, in words."""
    found = parts_of(name)
    told = [division_words(found.division), class_words(found.risk_class)]
    return " · ".join([*told, together_words(found.programmes)] if found.programmes else told)


def together_words(programmes: Iterable[str]) -> str:
    """Return the programmes under which one object comes in words."""
    return " + ".join(pages.programme_name(code) for code in programmes)


def left_out_words(why: Mapping[str, str]) -> str:
    """Return why an inspector is left out in words; ``why`` as in ``domain.rosters.Roster.left_out``."""
    told, reason = words("left_out", why["why"], language()), why["reason"]
    if why["why"] == "unqualified" and reason:
        reason = pages.programme_names(reason.split(JOINED))
    return told + gettext("（%(inside)s）", inside=reason) if reason else told


def rule_words(rule: Mapping[str, Any]) -> str:
    """Return one sampling rule in words."""
    which = stratum_words(stratum_name(rule["division"], rule["risk_class"], rule.get("programmes", ())))
    if "ratio" in rule:
        return gettext("%(which)s：%(ratio)s%%", which=which, ratio=percent(rule["ratio"]))
    if "margin" in rule:
        told = {"margin": percent(rule["margin"]), "confidence": percent(rule["confidence"])}
        return gettext(
            "%(which)s：合计误差不超过 ±%(margin)s%%（置信度 %(confidence)s%%）", which=which, **told
        )
    return gettext("%(which)s：每层 %(number)s 个", which=which, number=rule["number"])


def groups(text: str) -> list[str]:
    """Return a hash in groups of eight characters, to be read aloud and written down."""
    return [text[start : start + 8] for start in range(0, len(text), 8)]


def overlap(plan: Plan, kept: Iterable[Mapping[str, Any]]) -> list[Overlap]:
    """Return what the strata of a joint plan, as a plan or a draw keeps them, mean by the programmes that the objects
    come under; nothing of another plan."""
    programmes = list(plan.programmes)
    found = ((one["stratum"], one["objects"], one["sample"]) for one in kept)
    return overlaps(found, programmes) if len(programmes) > 1 else []


def overlap_numbers(found: Sequence[Overlap]) -> str:
    """Return in words how many objects come under one of the programmes, under two of them, and so on."""
    counts: Counter[int] = Counter()
    for one in found:
        counts[len(one.programmes)] += one.objects
    told = (
        gettext("同属 %(n)s 项的对象 %(objects)s 个", n=n, objects=counts[n])
        if n > 1
        else gettext("只属一项的对象 %(objects)s 个", objects=counts[n])
        for n in sorted(counts)
    )
    return gettext("，").join(told) + gettext("。")


def overlap_sum(found: Sequence[Overlap]) -> str:
    """Return in words how many visits and records a joint plan makes, and how many visits that saves."""
    sums = {name: sum(getattr(one, name) for one in found) for name in ("sample", "records", "saved")}
    return gettext(
        "到访 %(sample)s 次，形成 %(records)s 份检查记录；各检查事项分别抽取同样多的对象，要多到访 %(saved)s 次。",
        **sums,
    )
