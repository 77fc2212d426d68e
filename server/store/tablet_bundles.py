"""What a tablet takes along (docs/sync.md, "Bundle"): the inspector's visits with all that they need offline."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, undefer

from server.domain import canonical
from server.domain.ordered import ordered
from server.domain.programmes import SHIPPED, Catalogue, Programme
from server.domain.registers import programme_words
from server.domain.texts import tables
from server.store import editions_queries, look_backs, merged_visits, teams_queries
from server.store.assignments import Assignment
from server.store.draws import Draw, TeamMember
from server.store.epochs import current_epoch
from server.store.inspections import Inspection
from server.store.inspectors import Inspector
from server.store.instruments import Instrument
from server.store.objects import Division
from server.store.outcomes import Outcome
from server.store.products import Product
from server.store.teams_queries import serving

#: The photos of an inspection: ``{"caption", "data"}`` each.
Pictures = Callable[[str], Sequence[Mapping[str, str]]]
OPEN = ("open", "finished")
EARLIER = 5
TEXTS = ("verdict", "not_possible")
_INSTRUMENT = ("id", "number", "kind", "accuracy_class", "max", "min", "e", "d", "unit", "valid_until")
_INSTRUMENT += ("certificate", "maker", "model", "location")
_PRODUCT = ("id", "number", "name", "kind", "nominal", "unit", "producer")
_OBJECT = ("id", "number", "name", "kind", "address", "division", "contact")


def assemble(
    session: Session, inspector_id: str, site: str = "", pictures: Pictures = lambda _: []
) -> dict[str, Any]:
    """Return the bundle of an inspector without ``made_at``; ``bundle`` is the hash of the rest.

    ``site`` is the address of the public pages, below which the tablet names plans and draws; ``pictures`` gives the
    photos of an inspection that a visit goes back to, by its id.
    """
    inspector = session.get_one(Inspector, inspector_id)
    inspections = _inspections(session, inspector_id)
    now = editions_queries.current(session)
    content = {
        "epoch": current_epoch(session),
        "site": site,
        "inspector": {"id": inspector.id, "name": inspector.name, "certificate": inspector.certificate},
        "assignments": _assignments(
            session, inspections, {row.id: _key(now, row) for row in inspections}, pictures
        ),
        "programmes": {_key(now, row): _programme(now, row) for row in inspections},
        "texts": {name: tables()[name] for name in TEXTS},
    }
    return {"bundle": canonical.digest(content), **content}


def programme(name: str, catalogue: Catalogue = SHIPPED) -> dict[str, Any]:
    """Return a programme's data as tablets need it, with the hash that names this state of it.

    ``catalogue`` is how far the editions have come, which the tablet names when a visit begins.
    """
    return {**_data(catalogue.load(name)), "catalogue": catalogue.place(name)}


@lru_cache(maxsize=256)
def _data(found: Programme) -> dict[str, Any]:
    data = {part: getattr(found, part) for part in ("form", "checklist", "limits", "violations", "texts")}
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return {**data, "hash": hashlib.sha256(text.encode()).hexdigest()}


def _programme(now: Catalogue, row: Inspection) -> dict[str, Any]:
    return programme(row.programme, now.at(row.catalogue))


def _key(now: Catalogue, row: Inspection) -> str:
    """What a visit's tables are called: by the programme, and by the state where the visit began with an older one."""
    place = now.at(row.catalogue).place(row.programme)
    return row.programme if place == now.place(row.programme) else f"{row.programme}@{place}"


def _inspections(session: Session, inspector_id: str) -> Sequence[Inspection]:
    query = (
        select(Inspection)
        .join(Inspection.assignment)
        .join(Assignment.draw)
        .join(Draw.plan)
        .join(Assignment.object)
        .join(TeamMember, (TeamMember.draw_id == Assignment.draw_id) & (TeamMember.team == Assignment.team))
        .options(
            contains_eager(Inspection.assignment).options(
                contains_eager(Assignment.draw).contains_eager(Draw.plan), contains_eager(Assignment.object)
            )
        )
        .where(TeamMember.inspector_id == inspector_id, serving(), Inspection.state.in_(OPEN))
        .where(Draw.voided_at.is_(None))
        .order_by(Draw.drawn_at, Draw.id, Assignment.order, Assignment.programme)
    )
    return session.scalars(query).all()


def _assignments(
    session: Session, inspections: Sequence[Inspection], keys: Mapping[str, str], pictures: Pictures
) -> list[dict[str, Any]]:
    objects = [row.object_id for row in inspections]
    teams = _teams(session, inspections)
    instruments = _by_object(session, Instrument, objects, _instrument)
    products = _by_object(session, Product, objects, lambda row: _columns(row, _PRODUCT))
    sought = look_backs.sought(session, {row.assignment.draw.plan_id for row in inspections})
    earlier = _earlier(session, objects, {one for found in sought.values() for one in found}, pictures)
    together = _together(session, inspections)
    divisions = {row.code: {"zh": row.zh, "en": row.en} for row in session.scalars(select(Division))}
    return [
        {
            **_visit(row),
            "look_back": sought[row.assignment.draw.plan_id, row.object_id],
            "together": together[row.assignment_id],
            "tables": keys[row.id],
            "team": teams[row.assignment.draw_id, row.assignment.team],
            "object": _object(row, divisions),
            "instruments": instruments[row.object_id],
            "products": products[row.object_id],
            "earlier": earlier[row.object_id],
        }
        for row in inspections
    ]


def _visit(row: Inspection) -> dict[str, Any]:
    assignment, draw = row.assignment, row.assignment.draw
    return {
        "inspection": row.id,
        "revision": row.revision,
        "return_reason": row.return_reason,
        "state": row.state,
        "programme": row.programme,
        "order": assignment.order,
        "due": draw.plan.last.isoformat(),
        "draw": {name: getattr(draw, name) for name in ("id", "number", "title", "commitment")},
        "plan": _columns(draw.plan, ("title", "basis", "authority", "taking_part", "second_stage")),
        "ticket": assignment.ticket,
    }


def _object(row: Inspection, divisions: dict[str, dict[str, str]]) -> dict[str, Any]:
    found = _columns(row.assignment.object, _OBJECT)
    code = found["division"]
    return {**found, "division_name": divisions.get(code, {"zh": code, "en": code})}


def _together(session: Session, inspections: Sequence[Inspection]) -> dict[str, dict[str, Any]]:
    """For each assignment the day that was set for it, and what else is due at its business under other draws."""
    keys = merged_visits.businesses_of(session, {row.object_id for row in inspections})
    due, now = merged_visits.due(session, set(keys.values())), editions_queries.current(session)
    # The visit itself may be no longer due, such as when it is finished and not yet sent as a whole.
    others = {
        row.assignment_id: [
            visit
            for visit in due.get(keys[row.object_id], [])
            if visit.first.draw_id != row.assignment.draw_id
        ]
        for row in inspections
    }
    draws = {visit.first.draw_id for visits in others.values() for visit in visits}
    teams = {draw_id: teams_queries.of_draw(session, draw_id) for draw_id in draws}
    found = {}
    for row in inspections:
        visits = due.get(keys[row.object_id], [])
        own = next(
            (one for one in visits if row.assignment_id in {part.id for part in one.assignments}), None
        )
        found[row.assignment_id] = {
            "day": own.merged.day.isoformat() if own and own.merged else None,
            "also": [_beside(visit, teams, own, now) for visit in others[row.assignment_id]],
        }
    return found


def _beside(
    visit: merged_visits.Visit,
    teams: Mapping[str, Mapping[int, Sequence[Inspector]]],
    own: merged_visits.Visit | None,
    now: Catalogue,
) -> dict[str, Any]:
    row, merged = visit.first, visit.merged
    members = teams[row.draw_id].get(row.team, []) if row.team else []
    same = bool(merged and own and own.merged and merged.merge_id == own.merged.merge_id)
    return {
        "programmes": [
            {speech: programme_words.name(part.programme, speech, now) for speech in ("zh", "en")}
            for part in visit.assignments
        ],
        "draw": row.draw.number,
        "object": row.object.name,
        "due": row.draw.plan.last.isoformat(),
        "team": [member.name for member in members],
        "same_day": same,
    }


def _instrument(row: Instrument) -> dict[str, Any]:
    day = row.valid_until.isoformat() if row.valid_until else None
    return {**_columns(row, _INSTRUMENT), "valid_until": day}


def _columns(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _by_object(
    session: Session, model: Any, objects: Sequence[str], shown: Callable[[Any], dict[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    query = select(model).where(model.object_id.in_(objects), model.status == "active").order_by(model.number)
    for row in session.scalars(query):
        found[row.object_id].append(shown(row))
    return found


def _teams(session: Session, inspections: Sequence[Inspection]) -> dict[Any, list[dict[str, Any]]]:
    found: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    draws = {row.assignment.draw_id for row in inspections}
    query = select(TeamMember, Inspector).join(Inspector).where(TeamMember.draw_id.in_(draws), serving())
    for member, inspector in session.execute(query.order_by(TeamMember.position)):
        shown = _columns(inspector, ("id", "name", "certificate", "unit"))
        found[member.draw_id, member.team].append({**shown, "lead": member.position == 0})
    return found


def _ordered(row: Outcome, catalogue: Catalogue) -> list[str]:
    """What a later look-back asks about; nothing of a programme that is no longer there."""
    if row.programme not in catalogue.names():
        return []
    return ordered(json.loads(row.content), catalogue.load(row.programme))


def _earlier(
    session: Session, objects: Sequence[str], sought: Collection[str], pictures: Pictures
) -> dict[str, list[dict[str, Any]]]:
    """The newest outcomes of each object, and those that a look-back goes back to however old they are."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    catalogue = editions_queries.current(session)
    query = select(Outcome).where(Outcome.object_id.in_(objects), Outcome.current.is_(True))
    query = query.options(undefer(Outcome.content))
    for row in session.scalars(query.order_by(Outcome.published_at.desc(), Outcome.number.desc())):
        if len(found[row.object_id]) < EARLIER or row.inspection_id in sought:
            said = _columns(row, ("number", "programme", "verdict", "category"))
            day = row.inspected_on.isoformat()
            shown = pictures(row.inspection_id) if row.inspection_id in sought else []
            found[row.object_id].append(
                {
                    **said,
                    "inspection": row.inspection_id,
                    "date": day,
                    "ordered": _ordered(row, catalogue),
                    "photos": shown,
                }
            )
    return found
