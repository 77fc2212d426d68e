"""What a tablet takes along."""

from __future__ import annotations

import gzip
import json
from datetime import date

import pytest

from server.domain import canonical, programmes
from server.store.inspections import Inspection
from server.store.outcomes import Outcome
from tests.web.tablets import Tablet, fresh, join, visit


@pytest.fixture
def inspector(make):
    make.division("379901")
    return make.inspector(name="李检", certificate="ZF37-TEST")


@pytest.fixture
def tablet(client, make, now, inspector):
    user = make.user("inspector", inspector_id=inspector.id)
    make.commit()
    return Tablet(client, user.username, now).enrol()


def outcome(make, inspection, number):
    row = inspection.object or inspection.assignment.object
    make.session.add(
        Outcome(
            id=number,
            number=number,
            version=1,
            current=True,
            inspection_id=inspection.id,
            object_id=row.id,
            draw_id=inspection.assignment.draw_id,
            programme=inspection.programme,
            object_number=row.number,
            object_name=row.name,
            address=row.address,
            division=row.division,
            inspected_on=date(2025, 6, 1),
            verdict="fail",
            category="ordered_to_correct",
            content="{}",
            content_sha256="0" * 64,
            published_at=make.now,
        )
    )


def test_a_visit_comes_with_all_that_it_needs_offline(make, tablet, inspector):
    colleague = make.inspector(name="王员")
    inspection = visit(make)
    join(make, inspection, inspector.id)
    join(make, inspection, colleague.id, position=1)
    place = inspection.assignment.object
    scale = make.instrument(place, number="S-1")
    make.instrument(place, number="S-0", status="closed")
    product = make.product(place)
    outcome(make, inspection, "2025-000007")
    make.commit()
    bundle = tablet.get("bundle").json
    assert bundle["inspector"] == {"id": inspector.id, "name": "李检", "certificate": "ZF37-TEST"}
    assert bundle["epoch"] == tablet.get("hello").json["epoch"]
    (one,) = bundle["assignments"]
    assignment = inspection.assignment
    assert {
        name: one[name] for name in ("inspection", "revision", "state", "programme", "order", "due", "ticket")
    } == {
        "inspection": inspection.id,
        "revision": 1,
        "state": "open",
        "programme": "market_scales",
        "order": 1,
        "due": "2026-03-31",
        "ticket": "1" * 64,
    }
    assert one["draw"]["commitment"] == assignment.draw.commitment
    told = {"title": "2026 年春季抽查", "basis": "", "authority": "海岳市市场监督管理局"}
    assert one["plan"] == {**told, "taking_part": [], "second_stage": 0}
    assert not bundle["site"].endswith("/")
    page = tablet.client.get(f"{bundle['site']}/draws/{one['draw']['id']}")
    assert page.status_code == 200
    lead, second = ({"unit": "东城分局", "lead": first} for first in (True, False))
    assert one["team"] == [
        {"id": inspector.id, "name": "李检", "certificate": "ZF37-TEST", **lead},
        {"id": colleague.id, "name": "王员", "certificate": colleague.certificate, **second},
    ]
    assert one["object"]["name"] == place.name
    assert one["object"]["division_name"] == {"zh": "东城区01", "en": "East 01"}
    assert [row["id"] for row in one["instruments"]] == [scale.id]
    assert (one["instruments"][0]["e"], one["instruments"][0]["valid_until"]) == ("5", "2026-08-01")
    assert [row["id"] for row in one["products"]] == [product.id]
    assert one["earlier"] == [
        {
            "number": "2025-000007",
            "date": "2025-06-01",
            "programme": "market_scales",
            "verdict": "fail",
            "category": "ordered_to_correct",
            "inspection": one["earlier"][0]["inspection"],
            "ordered": [],
            "photos": [],
        }
    ]
    programme = programmes.load("market_scales")
    assert bundle["programmes"]["market_scales"]["form"] == programme.form
    assert bundle["programmes"]["market_scales"]["limits"] == programme.limits
    assert bundle["texts"]["verdict"]["pass"] == {"zh": "符合", "en": "Pass"}


def test_the_bundle_names_its_content_and_is_not_sent_twice(tablet, make, inspector, clock):
    inspection = visit(make)
    join(make, inspection, inspector.id)
    make.commit()
    first = tablet.get("bundle")
    content = {
        key: value for key, value in first.json.items() if key not in ("bundle", "made_at", "server_time")
    }
    assert canonical.digest(content) == first.json["bundle"]
    clock.forward(hours=3)
    again = tablet.get("bundle", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    make.instrument(inspection.assignment.object)
    make.commit()
    changed = tablet.get("bundle", **{"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.json["bundle"] != first.json["bundle"]


def test_only_open_visits_of_the_inspectors_own_teams_are_in_it(make, tablet, inspector, session):
    mine, finished, reviewed, void, foreign = (visit(make) for _ in range(5))
    for inspection in (mine, finished, reviewed, void):
        join(make, inspection, inspector.id)
    join(make, foreign, make.inspector().id)
    finished.state, reviewed.state = "finished", "in_review"
    void.assignment.draw.voided_at = make.now
    make.commit()
    found = {one["inspection"]: one["state"] for one in tablet.get("bundle").json["assignments"]}
    assert found == {mine.id: "open", finished.id: "finished"}


def test_a_returned_visit_says_why(make, tablet, inspector):
    inspection = visit(make, revision=2, return_reason="补拍铭牌")
    join(make, inspection, inspector.id)
    make.commit()
    (one,) = tablet.get("bundle").json["assignments"]
    assert (one["revision"], one["return_reason"]) == (2, "补拍铭牌")


def test_an_inspector_without_visits_gets_an_empty_bundle(tablet):
    bundle = tablet.get("bundle").json
    assert (bundle["assignments"], bundle["programmes"]) == ([], {})


def test_the_bundle_of_a_full_day_is_small_on_the_wire(make, tablet, inspector):
    for name in programmes.names():
        for _ in range(6):
            inspection = visit(make, name)
            join(make, inspection, inspector.id)
            for _ in range(5):
                make.instrument(inspection.assignment.object)
    make.commit()
    answer = tablet.get("bundle", **{"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) < 100_000
    assert len(json.loads(gzip.decompress(answer.data))["assignments"]) == 6 * len(programmes.names())


def test_a_pull_changes_nothing(make, tablet, inspector, session):
    inspection = visit(make)
    join(make, inspection, inspector.id)
    make.commit()
    tablet.get("bundle")
    fresh(session)
    assert session.get(Inspection, inspection.id).started_at is None
