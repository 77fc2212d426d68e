"""The frozen content of a published outcome: what of an inspection is public, in a form that can be hashed.

Internal notes, and names and contacts of persons, are left out; judging the public record gives the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from server.domain.problems import Problem
from server.domain.programmes import Programme

FORMAT = "fair-scale-outcome/1"
#: Members of a record that are nobody's business, wherever they stand.
PRIVATE = frozenset({"note", "notes", "remark", "contact", "phone", "person", "witness", "signature"})
NO_PROBLEM = "no_problem"
#: What an outcome says of its object, as the register of objects calls these columns.
OBJECT = ("number", "name", "kind", "address", "division")
#: Facts with these marks were not read in a source: C and M are from memory (docs/data-dictionary.md).
FROM_MEMORY = frozenset({"C", "M"})
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Item:
    """What is given a result category of its own: an inspection item 检查项目 of a programme, or the whole of one."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True)
class Heading:
    """What the content says of its inspection beside what was found: mappings as docs/data-dictionary.md lists them."""

    authority: str
    taking_part: Sequence[str]
    plan: Mapping[str, Any]
    draw: Mapping[str, Any]
    object: Mapping[str, Any]
    inspected_on: str
    finished_at: datetime


@dataclass(frozen=True)
class Version:
    """A version of a number; ``reason`` says why it corrects the one before."""

    number: str
    version: int
    reason: str
    published_at: datetime


def items_of(programme: Programme) -> list[Item]:
    """Return the items of a programme: those that its form names, else the programme as a whole."""
    named = programme.form.get("items") or [{"code": programme.name, **programme.texts["programme"]}]
    return [Item(item["code"], item["zh"], item["en"]) for item in named]


def content(
    version: Version,
    heading: Heading,
    programme: Programme,
    *,
    folded: Mapping[str, Any],
    result: Mapping[str, Any] | None,
    verdict: str,
    categories: Mapping[str, str],
    photos: Sequence[Mapping[str, str]],
    catalogue: int = 0,
) -> dict[str, Any]:
    """Return the content of an outcome. ``categories`` maps item codes to result categories; ``photos`` are the
    public copies as ``{"sha256", "caption"}``; ``catalogue`` is the state of the editions of the programme."""
    not_possible = folded["not_possible"]
    return {
        "format": FORMAT,
        **_version(version),
        "authority": heading.authority,
        "taking_part": list(heading.taking_part),
        "programme": programme.name,
        "catalogue": catalogue,
        "plan": dict(heading.plan),
        "draw": dict(heading.draw),
        "object": dict(heading.object),
        "inspected_on": heading.inspected_on,
        "finished_at": instant(heading.finished_at),
        "items": _items(programme, categories),
        "verdict": verdict,
        "not_possible": not_possible["reason"] if not_possible else None,
        "record": public(folded["record"]),
        "result": result,
        "violations": violations(folded, programme),
        "photos": [dict(photo) for photo in photos],
    }


def corrected(
    before: Mapping[str, Any],
    version: Version,
    programme: Programme,
    *,
    categories: Mapping[str, str],
    photos: Sequence[Mapping[str, str]],
) -> dict[str, Any]:
    """Return the next version of a published content: everything that is not corrected stands as it stood."""
    return {
        **before,
        **_version(version),
        "items": _items(programme, categories),
        "photos": [dict(photo) for photo in photos],
    }


def changes_result(before: Mapping[str, Any], programme: Programme, categories: Mapping[str, str]) -> bool:
    """Whether ``categories`` by item differ from those of a published content; one that is missing does."""
    present = [entry["category"] for entry in before["items"]]
    return present != [categories.get(item.code) for item in items_of(programme)]


def public(part: Any) -> Any:
    """Return a record, or a part of one, without what is private."""
    if isinstance(part, Mapping):
        return {key: public(value) for key, value in part.items() if key not in PRIVATE}
    if isinstance(part, list):
        return [public(value) for value in part]
    return part


def check_day(started: str | None, drawn_at: datetime | None, now: datetime) -> None:
    """Raise Problem ``inspection_day`` for a visit that began before its draw or has not come yet.

    ``started`` is the day on the tablet's clock; a day either way is left to time zones.
    """
    if started is None or drawn_at is None:
        return
    first, last = (drawn_at - DAY).date(), (now + DAY).date()
    if not first <= date.fromisoformat(started) <= last:
        raise Problem("inspection_day", day=started, drawn=drawn_at.date().isoformat())


def check_record_day(day: str | None, drawn_at: datetime | None) -> None:
    """Raise Problem ``record_day`` for a judged record whose ``date`` lies before its draw.

    By that day limits in force are chosen, and certificates are valid or ended: an earlier one would judge by what no
    longer counted when anybody came. A day is left to time zones.
    """
    if day and drawn_at is not None and date.fromisoformat(day) < (drawn_at - DAY).date():
        raise Problem("record_day", day=day, drawn=drawn_at.date().isoformat())


def check_violations(found: Sequence[Mapping[str, Any]], programme: Programme) -> None:
    """Raise Problem ``violation_unknown`` for a violation that the table of the programme does not have."""
    known = {entry["code"] for entry in programme.violations}
    for one in found:
        if one["code"] not in known:
            raise Problem("violation_unknown", violation=one["code"])


def violations(folded: Mapping[str, Any], programme: Programme) -> list[dict[str, Any]]:
    """Return the violations with the legal bases that the inspectors chose, without their notes."""
    known = {entry["code"]: entry["bases"] for entry in programme.violations}
    return [
        {"code": one["code"], "basis": _chosen(known.get(one["code"], []), one.get("basis", []))}
        for one in folded["violations"]
    ]


def offered(
    bases: Sequence[Mapping[str, Any]],
    chosen: Sequence[int | str],
    day: str | None,
    cite: Callable[[str], str] = str,
) -> Iterator[tuple[str, bool]]:
    """Yield the legal bases that apply on a day, with their ranges of measures, and whether each was chosen."""
    for place, basis in enumerate(bases):
        picked = basis.get("id", place) in chosen
        if picked or day is None or (basis.get("from") or day) <= day <= (basis.get("to") or day):
            yield basis_line(basis, cite), picked


def basis_line(basis: Mapping[str, Any], cite: Callable[[str], str] = str) -> str:
    """Return a legal basis in one line: region, document and article, measure, range."""
    named = " ".join(cite(basis[key]) for key in ("document", "article") if basis.get(key))
    parts = [named, *(cite(basis[key]) for key in ("measure", "amount") if basis.get(key))]
    return " · ".join([cite(basis["region"]), *parts] if basis.get("region") else parts)


def main_category(categories: Mapping[str, str]) -> str:
    """Return the category under which an outcome is searched: the first that is a problem, if there is one."""
    return next((code for code in categories.values() if code != NO_PROBLEM), NO_PROBLEM)


def instant(value: datetime) -> str:
    """Return an instant as RFC 3339 text in UTC with milliseconds."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _version(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "version": version.version,
        "reason": version.reason,
        "published_at": instant(version.published_at),
    }


def _items(programme: Programme, categories: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"item": {"zh": item.zh, "en": item.en}, "category": categories[item.code]}
        for item in items_of(programme)
    ]


def _chosen(bases: Sequence[Mapping[str, Any]], keys: Sequence[int | str]) -> list[dict[str, Any]]:
    """A basis of the programme's folder is chosen by its place, one that was entered since by its id."""
    by_key = {basis.get("id", place): basis for place, basis in enumerate(bases)}
    return [dict(by_key[key]) for key in keys if key in by_key]
