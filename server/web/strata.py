"""Strata, sampling rules and commitments in the reader's words, for the pages of plans and draws."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g

from server.domain.plans import ANY, NO_CLASS, percent
from server.store import plans_queries
from server.store.objects import Division
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
    """Return a stratum such as "379901/C" in words."""
    division, _, risk_class = name.partition("/")
    return f"{division_words(division)} · {class_words(risk_class)}"


def rule_words(rule: Mapping[str, Any]) -> str:
    """Return one sampling rule in words."""
    which = stratum_words(f"{rule['division']}/{rule['risk_class']}")
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
