"""What the page of one inspection shows, put into the reader's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from server.domain import folding, outcomes
from server.domain.arrivals import Arrival, arrival
from server.domain.drawn_numbers import DrawnNumbers, drawn_numbers
from server.domain.operations import Operation
from server.domain.outcomes import Item
from server.domain.programmes import Programme, RecordError
from server.domain.programmes.explain import Words, explain, explain_error
from server.domain.programmes.presentation import Table, measured
from server.domain.strokes import strokes
from server.store import (
    entries_queries,
    handovers,
    inspections_queries,
    outcomes_office,
    reviews_queries,
    teams_queries,
)
from server.store import inspections as stored
from server.store.handovers import Handover, HandoverStep
from server.store.inspections import Inspection, InspectionPhoto
from server.store.inspectors import Inspector
from server.store.outcomes import Outcome
from server.store.reviews import Review
from server.store.teams_queries import Replacement
from server.store.users import Device
from server.web.catalogue import rules_of
from server.web.office.field_words import FieldWords


@dataclass(frozen=True)
class Answer:
    """One answered item of a checklist; ``at`` names the row of the record that it belongs to."""

    at: str
    item: str
    answer: str
    note: str


@dataclass(frozen=True)
class Violation:
    """A violation with the legal bases that apply on the day of the visit, each with its range of measures, in
    words, and whether the inspectors chose it."""

    text: str
    note: str
    bases: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Difference:
    """A field with two values; ``chosen`` is the operation that a reviewer took."""

    path: str
    field: str
    values: tuple[tuple[str, str, str, str | None], ...]
    chosen: str | None


@dataclass(frozen=True)
class Judged:
    """The verdict in words: summary, findings, editions, tables; or why the record cannot be judged."""

    summary: str = ""
    findings: Sequence[Mapping[str, Any]] = ()
    editions: Sequence[str] = ()
    tables: tuple[Table, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Page:
    """Everything on the page of one inspection."""

    folded: Mapping[str, Any]
    beside: list[Inspection]
    team: list[Inspector]
    replacements: list[Replacement]
    arrival: Arrival
    judged: Judged
    drawn: list[tuple[str, DrawnNumbers]]
    answers: list[Answer]
    violations: list[Violation]
    differences: list[Difference]
    photos: list[InspectionPhoto]
    strokes: Mapping[str, Sequence[Operation]]
    history: list[tuple[stored.Operation, Device]]
    reviews: list[Review]
    waiting: list[Any]
    items: list[Item]
    outcome: Outcome | None
    handovers: list[tuple[Handover, list[HandoverStep]]]
    signed_as_shown: bool | None
    seen: str
    fields: FieldWords


def _replacements(session: Session, inspection: Inspection) -> list[Replacement]:
    """Who came in whose place before the inspection was finished."""
    row, end = inspection.assignment, inspection.finished_at
    if row.team is None:
        return []
    came = teams_queries.replacements(session, row.draw_id, row.team)
    return [one for one in came if end is None or one.since <= end]


def gather(session: Session, inspection: Inspection, language: str) -> Page:
    """Read all that belongs to an inspection; an open one is folded as far as it has come."""
    history = [tuple(row) for row in session.execute(entries_queries.history(inspection.id))]
    entries = [inspections_queries.as_entry(row) for row, _ in history if row.state == "applied"]
    choices = reviews_queries.choices(session, inspection.id)
    folded = folding.fold(entries, choices)
    programme = rules_of(inspection)
    words = Words(programme, language)
    paths = [entry.body["path"] for entry in entries if entry.kind == "set"]
    fields = FieldWords(programme, words, paths)
    counting = {photo["sha256"] for photo in folded["photos"]}
    photos = [row for row in inspections_queries.photos(session, inspection.id) if row.sha256 in counting]
    return Page(
        folded=folded,
        beside=inspections_queries.beside(session, inspection),
        team=list(teams_queries.of_inspections(session, [inspection])[inspection.id]),
        replacements=_replacements(session, inspection),
        arrival=arrival(entries),
        judged=_judged(programme, folded, language, fields),
        drawn=_drawn(programme, folded["record"], inspection.assignment.ticket, words),
        answers=_answers(folded["record"], programme, words),
        violations=_violations(folded, programme, words),
        differences=_differences(entries, choices, {device.id: device for _, device in history}, fields),
        photos=photos,
        strokes=strokes(entries),
        history=history,
        reviews=reviews_queries.of_inspection(session, inspection.id),
        waiting=session.execute(entries_queries.waiting(inspection_id=inspection.id)).all(),
        items=outcomes.items_of(programme),
        outcome=outcomes_office.of_inspection(session, inspection.id),
        handovers=_handovers(session, inspection.id),
        signed_as_shown=_signed_as_shown(folded),
        seen=folding.fingerprint(inspection.folded or {}),
        fields=fields,
    )


def _handovers(session: Session, inspection_id: str) -> list[tuple[Handover, list[HandoverStep]]]:
    rows = handovers.of_inspection(session, inspection_id)
    steps = handovers.steps(session, [row.id for row in rows])
    return [(row, steps[row.id]) for row in rows]


def _judged(programme: Programme, folded: Mapping[str, Any], language: str, fields: FieldWords) -> Judged:
    if folded["not_possible"] or not folded["record"]:
        return Judged()
    try:
        result = programme.evaluate(folded["record"])
    except RecordError as error:

        def place(at: str) -> str:
            return fields.place(at.split("/"))

        return Judged(error=explain_error(error, programme, language, place))
    said = explain(result, programme, language)
    # Two lenses with the same finding say the same; the tables tell them apart.
    findings = list({(one["severity"], one["text"]): one for one in said["findings"]}.values())
    made = measured(programme, folded["record"], result, language)
    return Judged(said["summary"], findings, said["editions"], made)


def _drawn(
    programme: Programme, record: Mapping[str, Any], ticket: str, words: Words
) -> list[tuple[str, DrawnNumbers]]:
    """What the second stage chose by number, with the name of the section."""
    return [(words.text(f"form.{one.section}"), one) for one in drawn_numbers(programme, record, ticket)]


def _answers(record: Mapping[str, Any], programme: Programme, words: Words) -> list[Answer]:
    known = [item["code"] for group in programme.checklist.get("groups", {}).values() for item in group]
    found: list[Answer] = []

    def walk(part: Any, at: str) -> None:
        if isinstance(part, list):
            for number, row in enumerate(part, 1):
                label = row.get("serial") if isinstance(row, Mapping) else None
                walk(row, f"{at} {label or number}".strip())
        elif isinstance(part, Mapping):
            for key, value in part.items():
                if key == "checklist" and isinstance(value, Mapping):
                    found.extend(_checklist(value, at, known, words))
                else:
                    walk(value, at)

    walk(record, "")
    return found


def _checklist(part: Mapping[str, Any], at: str, known: list[str], words: Words) -> list[Answer]:
    """The answers in the order in which the tablet asks."""
    return [
        Answer(
            at,
            words.text(f"check.{code}"),
            words.text(f"answer.{entry.get('answer')}") if entry.get("answer") else "—",
            str(entry.get("note", "")),
        )
        for code in known
        if isinstance(entry := part.get(code), Mapping)
    ]


def _violations(folded: Mapping[str, Any], programme: Programme, words: Words) -> list[Violation]:
    known = {entry["code"]: entry["bases"] for entry in programme.violations}
    return [
        Violation(
            words.text(f"violation.{one['code']}"),
            str(one.get("note") or ""),
            tuple(
                outcomes.offered(
                    known.get(one["code"], []), one.get("basis", []), folded["started"], words.cite
                )
            ),
        )
        for one in folded["violations"]
    ]


def _differences(
    entries: Sequence[Operation],
    choices: Mapping[str, str],
    devices: Mapping[str, Device],
    fields: FieldWords,
) -> list[Difference]:
    found = []
    for one in folding.differences(entries):
        path, text = one["path"], folding.path_text(one["path"])
        values = tuple(
            (
                value["operation"],
                devices[value["device"]].user.name,
                devices[value["device"]].name,
                None if value["value"] is None else fields.value(path, value["value"]),
            )
            for value in one["values"]
        )
        found.append(Difference(text, fields.place(path), values, choices.get(text)))
    return found


def _signed_as_shown(folded: Mapping[str, Any]) -> bool | None:
    """Whether the record is still the one whose fingerprint was signed; None when nobody signed."""
    if not folded["signature"]:
        return None
    return folded["signature"]["record_sha256"] == folding.record_digest(folded["record"])
