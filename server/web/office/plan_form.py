"""The form of a plan: fields as they were typed, and the columns that they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from werkzeug.datastructures import MultiDict

from server.domain import plan_fields
from server.domain.plans import ANY, percent
from server.domain.problems import Problem
from server.store.plans import Plan

TEXTS = ("title", "authority", "basis")
DAYS = ("first", "last")
NUMBERS = ("team_size", "yearly_cap", "second_stage")
RULE = ("division", "risk_class", "kind", "value")
#: Ticked: several of one name.
PROGRAMMES = "programmes"
LEFT_OUT = ("certificate", "reason")
BLANK_RULE = {"division": ANY, "risk_class": ANY, "kind": "ratio", "value": "", "programmes": []}
MOST_ROWS = 200
#: A row's kind is ratio, number, or this with a confidence: precision-0.95.
PRECISION = "precision-"

Fields = dict[str, Any]


def blank(authority: str) -> Fields:
    """Return the fields of an empty form."""
    fields: Fields = dict.fromkeys((*TEXTS, *DAYS), "")
    numbers = {"team_size": "2", "yearly_cap": "2", "second_stage": "0"}
    lists = {PROGRAMMES: [], "sample": [dict(BLANK_RULE)], "left_out": []}
    return {**fields, **numbers, "authority": authority, "taking_part": "", **lists}


def of_plan(plan: Plan) -> Fields:
    """Return the fields that show a plan."""
    fields = {name: str(getattr(plan, name)) for name in (*TEXTS, *DAYS, *NUMBERS)}
    sample = [
        {
            "division": rule["division"],
            "risk_class": rule["risk_class"],
            "programmes": rule.get("programmes", []),
            **_shown(rule),
        }
        for rule in plan.sample
    ]
    left_out = [{"certificate": key, "reason": reason} for key, reason in plan.left_out.items()]
    told = {PROGRAMMES: list(plan.programmes), "taking_part": "\n".join(plan.taking_part)}
    return {**fields, **told, "sample": sample, "left_out": left_out}


def of_request(form: MultiDict[str, str]) -> Fields:
    """Return the fields as they were sent; rows that nobody touched are left out."""
    fields: Fields = {name: form.get(name, "").strip() for name in (*TEXTS, *DAYS, *NUMBERS)}
    fields[PROGRAMMES] = form.getlist(PROGRAMMES)
    fields["taking_part"] = form.get("taking_part", "").strip()
    fields["sample"] = [
        row
        for row in _rows(form, "sample", RULE, PROGRAMMES)
        if row["value"] or row[PROGRAMMES] or (row["division"], row["risk_class"]) != (ANY, ANY)
    ]
    fields["left_out"] = [row for row in _rows(form, "left_out", LEFT_OUT) if any(row.values())]
    return fields


def columns(fields: Fields) -> dict[str, Any]:
    """Return the plan's columns; :class:`Problem` ``plan_invalid`` with a part for each field that is none."""
    parts: list[Problem] = []
    found: dict[str, Any] = {name: fields[name] for name in (*TEXTS, PROGRAMMES)}
    found["taking_part"] = fields["taking_part"].splitlines()
    for names, read in ((DAYS, _day), (NUMBERS, _whole)):
        for name in names:
            found[name] = _kept(parts, read, fields[name], name)
    found["sample"] = [
        _kept(parts, _rule, row, f"sample-{place}-value") for place, row in enumerate(fields["sample"])
    ]
    found["left_out"] = {}
    for place, row in enumerate(fields["left_out"]):
        if row["certificate"] in found["left_out"]:
            at = f"left_out-{place}-certificate"
            parts.append(Problem("left_out_twice", at=at, certificate=row["certificate"]))
        found["left_out"][row["certificate"]] = row["reason"]
    if parts:
        raise Problem("plan_invalid", parts=[*_text_problems(fields), *parts])
    return found


def _text_problems(fields: Fields) -> Iterator[Problem]:
    # The service would say these too, but is not reached: everything wrong is named at once.
    for name, (most, needed) in plan_fields.TEXTS.items():
        yield from plan_fields.text_problems(plan_fields.tidy(fields[name]), name, most, needed)


def _rows(form: MultiDict[str, str], name: str, keys: tuple[str, ...], *several: str) -> list[dict[str, Any]]:
    """Return the rows of a list by their numbers; ``several`` are the fields that can be sent more than once."""
    places = {key.split("-")[1] for key in form if key.startswith(f"{name}-") and key.count("-") == 2}
    order = sorted(int(place) for place in places if place.isascii() and place.isdigit() and len(place) < 6)
    return [
        {key: form.get(f"{name}-{place}-{key}", "").strip() for key in keys}
        | {key: form.getlist(f"{name}-{place}-{key}") for key in several}
        for place in order[:MOST_ROWS]
    ]


def _kept(parts: list[Problem], read: Any, value: Any, at: str) -> Any:
    try:
        return read(value, at)
    except Problem as problem:
        parts.append(problem)
        return None


def _day(text: str, at: str) -> date:
    if not text:
        raise Problem("required", at=at)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem("invalid_date", at=at, value=text) from None


def _whole(text: str, at: str) -> int:
    if not text:
        raise Problem("required", at=at)
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Problem("invalid_number", at=at, value=text)
    return int(text)


def _rule(row: Mapping[str, Any], at: str) -> dict[str, Any]:
    which = {name: row[name] for name in ("division", "risk_class", PROGRAMMES) if row[name]}
    if row["kind"] == "number":
        return {**which, "number": _whole(row["value"], at)}
    if row["kind"].startswith(PRECISION):
        confidence = row["kind"].removeprefix(PRECISION)
        return {**which, "margin": ratio(row["value"], at), "confidence": confidence}
    return {**which, "ratio": ratio(row["value"], at)}


def _shown(rule: Mapping[str, Any]) -> dict[str, str]:
    if "margin" in rule:
        return {"kind": f"{PRECISION}{rule['confidence']}", "value": percent(rule["margin"])}
    if "ratio" in rule:
        return {"kind": "ratio", "value": percent(rule["ratio"])}
    return {"kind": "number", "value": str(rule["number"])}


def ratio(text: str, at: str) -> str:
    """Return the share that a percentage means, as a plan keeps it; :class:`Problem` at the field otherwise."""
    if not text:
        raise Problem("required", at=at)
    try:
        value = Decimal(text.rstrip("%％").strip())
    except InvalidOperation:
        raise Problem("invalid_number", at=at, value=text) from None
    if len(text) > 20 or not value.is_finite() or not 0 < value <= 100:
        raise Problem("ratio_out_of_range", at=at)
    return f"{value.scaleb(-2):f}"
