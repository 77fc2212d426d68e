"""A published outcome with everything it rests on: an opened draw, its assignment, its inspection."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import sampling
from server.domain import canonical, programmes
from server.services.audit import new_id
from server.store.assignments import Assignment
from server.store.draws import Draw
from server.store.inspections import Inspection
from server.store.objects import Object
from server.store.outcomes import Outcome
from server.store.plans import Plan

if TYPE_CHECKING:
    from tests.factories import Make

_numbers = count(1)
SCALE = {
    "serial": "S-0001", "accuracy_class": "III", "max": "15000", "min": "100", "e": "5", "d": "5", "unit": "g",
    "valid_until": "2027-01-31", "seal": "intact",
}  # fmt: skip
RECORDS: dict[str, dict[str, Any]] = {
    "market_scales": {
        "stage": "in_service",
        "instruments": [
            {
                **SCALE,
                "zero": {"load": "50", "indication": "50", "added": "2.0"},
                "weighings": [
                    {"load": "1000", "indication": "1000", "added": "1.5"},
                    {"load": "5000", "indication": "5005", "added": "2.5"},
                ],
            },
            {
                **SCALE,
                "serial": "S-0002",
                "weighings": [{"load": "1000", "indication": "1035", "added": "2.0"}],
            },
        ],
        "retail": [
            {
                "goods": "虾",
                "category": "B",
                "settled_g": "1000",
                "checked_g": "950",
                "method": "higher_accuracy",
            }
        ],
    },
    "net_content": {
        "product": {"name": "白砂糖", "kind": "mass", "nominal": "500", "unit": "g"},
        "label": {"text": "净含量：500g", "character_height_mm": "4", "prominent": True},
        "lot": {"size": 8},
        "packages": [
            {"net": net} for net in ("500.2", "499.1", "501.0", "500.6", "498.8", "500.0", "502.3", "499.7")
        ],
    },
    "eyewear": {
        "spectacles": [
            {
                "number": "1",
                "design": "single_vision",
                "right": {
                    "ordered": {"sph": "-3.00", "cyl": "-0.75", "axis": "180"},
                    "measured": {"sph": "-3.06", "cyl": "-0.81", "axis": "4"},
                },
            }
        ],
        "instruments": [{"kind": "focimeter", "serial": "J-7", "valid_until": "2027-01-31"}],
    },
}


def draw(make: Make, programme: str = "market_scales", opened: bool = True, **columns: Any) -> Draw:
    """A draw of a published plan. Its files are not those of a real draw."""
    n = next(_numbers)
    plan = make._add(
        Plan(
            id=new_id(make.now),
            number=f"P2026-{n:03d}",
            title=f"2026 年度计量监督检查（{n}）",
            authority="海岳市市场监督管理局",
            programmes=[programme],
            year=2026,
            sample=[],
            first=date(2026, 1, 1),
            last=date(2026, 12, 31),
            state="published",
            created_at=make.now,
            published_at=make.now,
        )
    )
    frozen = {
        "rule_json": f'{{"n":{n},"team_size":2}}'.encode(),
        "frame_tsv": b"",
        "roster_tsv": b"",
        "recusals_tsv": b"",
    }
    defaults = {
        "number": f"D2026-{n:03d}",
        "title": plan.title,
        "state": "opened" if opened else "drawn",
        "commitment": sampling.digest(f"commitment {n}"),
        "secret": sampling.digest(f"secret {n}"),
        **frozen,
        "entropy_source": "骰子",
        "entropy": "3 1 4",
        "committed_at": make.now,
        "drawn_at": make.now,
    }
    row = Draw(id=new_id(make.now), plan_id=plan.id, **{**defaults, **columns})
    row.opened_at = make.now if opened else None
    return make._add(row)


def inspection(make: Make, object: Object, drawn: Draw, programme: str, **columns: Any) -> Inspection:
    """An inspection of an object of a draw, with its assignment."""
    n = next(_numbers)
    assignment = make._add(
        Assignment(
            id=new_id(make.now),
            draw_id=drawn.id,
            object_id=object.id,
            programme=programme,
            order=n,
            stratum=f"{object.division}/{object.risk_class}",
            ticket=sampling.digest(f"ticket {n}"),
            team=1,
            state="finished",
            created_at=make.now,
        )
    )
    defaults = {"state": "published", "started_at": make.now, "finished_at": make.now}
    row = Inspection(
        id=new_id(make.now), assignment_id=assignment.id, object_id=object.id, programme=programme,
        **{**defaults, **columns},
    )  # fmt: skip
    return make._add(row)


def outcome(
    make: Make,
    object: Object | None = None,
    programme: str = "market_scales",
    record: dict[str, Any] | None = None,
    inspected_on: date = date(2026, 3, 2),
    published_at: datetime | None = None,
    category: str = "ordered_to_correct",
    corrects: Outcome | None = None,
    content: dict[str, Any] | None = None,
    draw: Draw | None = None,
) -> Outcome:
    """A published version, judged by the programme; ``corrects`` makes it the next version of another."""
    object = object or make.object(programmes=(programme,))
    n = next(_numbers)
    if corrects is None:
        drawn = draw or globals()["draw"](make, programme)
        inspected = inspection(make, object, drawn, programme)
    else:
        inspected = make.session.get_one(Inspection, corrects.inspection_id)
        drawn = make.session.get_one(Draw, corrects.draw_id)
        corrects.current = False
    version = {
        "number": corrects.number if corrects else f"R2026-{n:04d}",
        "version": corrects.version + 1 if corrects else 1,
        "reason": "数据录入有误" if corrects else "",
        "published_at": published_at or make.now + timedelta(seconds=n),
    }
    document = _content(object, inspected, drawn, programme, record, inspected_on, category, version)
    document |= content or {}
    frozen = canonical.dumps(document)
    return make._add(
        Outcome(
            id=new_id(make.now),
            current=True,
            inspection_id=inspected.id,
            object_id=object.id,
            draw_id=drawn.id,
            programme=programme,
            object_number=object.number,
            object_name=object.name,
            address=object.address,
            division=object.division,
            inspected_on=inspected_on,
            verdict=document["verdict"],
            category=category,
            content=frozen,
            content_sha256=canonical.sha256(frozen.encode()),
            **version,
        )
    )


def _content(
    object: Object,
    inspected: Inspection,
    drawn: Draw,
    programme: str,
    record: Any,
    day: date,
    category: str,
    version: Any,
) -> dict[str, Any]:
    record = {**(record or RECORDS[programme]), "date": day.isoformat()}
    result = programmes.load(programme).evaluate(record)
    assignment = inspected.assignment
    return {
        "format": "fair-scale-outcome/1",
        **version,
        "authority": "海岳市市场监督管理局",
        "programme": programme,
        "plan": {"number": drawn.plan.number, "title": drawn.plan.title},
        "draw": {
            "id": drawn.id,
            "number": drawn.number,
            "commitment": drawn.commitment,
            "substitute_for": None,
            **{
                name: getattr(assignment, name) if drawn.opened_at else None
                for name in ("order", "stratum", "ticket")
            },
        },
        "object": {name: getattr(object, name) for name in ("number", "name", "kind", "address", "division")},
        "inspected_on": day.isoformat(),
        "finished_at": f"{day.isoformat()}T03:20:00Z",
        "published_at": version["published_at"].strftime("%Y-%m-%dT%H:%M:%SZ"),
        "items": [{"item": {"zh": "在用计量器具监督检查", "en": "Instruments in use"}, "category": category}],
        "verdict": result["verdict"],
        "not_possible": None,
        "record": record,
        "result": result,
        "violations": [],
        "photos": [],
    }
