"""The demonstration city is what the documents say it is, and it was made by the real services."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import sampling
from server.config import Settings
from server.demo import campaigns, cases, city, logins, people, places
from server.domain import uscc
from server.domain.canonical import sha256
from server.services import bundles, inspections, users
from server.services.audit import first_break
from server.store import assignments_queries, tablet_bundles
from server.store.assignments import Assignment
from server.store.audit import AuditEntry
from server.store.draws import Draw
from server.store.engine import open_engine
from server.store.files import FileStore
from server.store.inspections import Inspection, Operation, Photo
from server.store.inspectors import Inspector
from server.store.instruments import Instrument
from server.store.objects import Object, ObjectProgramme
from server.store.outcomes import Outcome
from server.store.plans import Plan
from server.store.products import Product
from server.store.users import Device
from tests.demo.conftest import TODAY, installation


def count(session: Session, column: object, *conditions: object) -> int:
    return session.scalar(select(func.count(column)).where(*conditions))


def test_the_registers_are_as_large_as_promised(session: Session) -> None:
    by_programme = dict(
        session.execute(
            select(ObjectProgramme.programme, func.count()).group_by(ObjectProgramme.programme)
        ).all()
    )
    both = by_programme.pop("legal_units")
    assert by_programme == {"market_scales": 60, "eyewear": 300, "net_content": 120}
    assert both == 15 + 24, "every fourth market, and the supermarkets"
    assert count(session, Instrument.id, Instrument.kind == "scale") == 1500
    assert count(session, Product.id) == 400
    assert count(session, Inspector.id) == 40
    assert set(session.scalars(select(Object.division))) == {"379901", "379902", "379903"}


def test_every_social_credit_code_passes_its_check(session: Session) -> None:
    codes = session.scalars(select(Object.uscc).where(Object.uscc.is_not(None))).all()
    assert len(codes) > 400
    assert len(set(codes)) == len(codes)
    assert all(uscc.is_valid(code) for code in codes)


def test_the_logins_that_are_printed_work_and_have_passwords_of_the_right_length(session: Session) -> None:
    for login in logins.PRINTED:
        assert len(login.password) >= users.LEAST_PASSWORD
        assert users.check_password(session, login.username, login.password).actor.role == login.role


def test_the_log_holds_and_its_time_never_goes_back(session: Session) -> None:
    assert first_break(session) is None
    times = session.scalars(select(users.User.created_at).order_by(users.User.id)).all()
    assert times == sorted(times)
    entries = session.scalars(select(AuditEntry.at).order_by(AuditEntry.seq)).all()
    assert len(entries) > 1000
    assert entries == sorted(entries)
    assert entries[-1] < "2026-11-23"


def test_every_draw_that_was_opened_recomputes(session: Session, tmp_path: Path) -> None:
    opened = session.scalars(select(Draw).where(Draw.state == "opened")).all()
    assert len(opened) >= 12
    for draw in opened:
        folder = tmp_path / draw.number
        folder.mkdir()
        for name, data in bundles.files(draw).items():
            (folder / name).write_bytes(data)
        assert sampling.verify_path(folder).ok, draw.number


def test_outcomes_span_the_year_and_all_programmes(session: Session) -> None:
    found = session.execute(
        select(
            Outcome.programme, func.count(), func.min(Outcome.inspected_on), func.max(Outcome.inspected_on)
        )
        .where(Outcome.current)
        .group_by(Outcome.programme)
    ).all()
    assert {row[0] for row in found} == {"market_scales", "eyewear", "net_content", "legal_units"}
    for programme, number, first, last in found:
        if programme == "legal_units":
            continue
        assert number >= 40, programme
        assert (last - first).days > 200, programme
    verdicts = set(session.scalars(select(Outcome.verdict)))
    assert {"pass", "fail", "not_judged"} <= verdicts


def test_each_frozen_content_has_the_hash_that_is_published(session: Session) -> None:
    rows = session.execute(select(Outcome.content, Outcome.content_sha256)).all()
    assert all(sha256(content.encode()) == digest for content, digest in rows)


def test_results_are_what_judging_the_entries_again_gives(session: Session) -> None:
    rows = session.scalars(select(Inspection).where(Inspection.state == "published").limit(20)).all()
    for row in rows:
        kept = row.folded, row.result, row.verdict
        inspections.refold(session, row)
        assert (row.folded, row.result, row.verdict) == kept
    session.rollback()


def test_the_readings_of_the_published_cases_are_among_the_records(session: Session) -> None:
    contents = [json.loads(text)["record"] for text in session.scalars(select(Outcome.content))]
    texts = [json.dumps(record, sort_keys=True) for record in contents]
    for case in cases.known():
        part = case["record"].get("packages") or case["record"].get("spectacles")
        if part is None:
            row = case["record"]["instruments"][0]
            part = row.get("key_test") or row["weighings"]
        assert any(json.dumps(part, sort_keys=True) in text for text in texts), case["case"]


def test_there_is_a_voided_draw_a_substitute_a_correction_and_a_closed_shop(session: Session) -> None:
    assert count(session, Draw.id, Draw.state == "voided") == 1
    assert count(session, Assignment.id, Assignment.substitute_for.is_not(None)) == 1
    assert count(session, Outcome.id, Outcome.version == 2) == 1
    assert count(session, Outcome.id, Outcome.category == "unreachable") == 1


def test_a_joint_inspection_was_made_in_one_visit_for_both_programmes(session: Session) -> None:
    title = f"%{campaigns.JOINT.title}"
    draw = session.scalars(select(Draw).join(Draw.plan).where(Plan.title.like(title))).one()
    assert draw.plan.taking_part == ["海岳市商务局"]
    visits = assignments_queries.visits(assignments_queries.of_draw(session, draw.id))
    assert len(visits) == draw.drawn_count
    assert sum(len(visit) == 2 for visit in visits) >= 8
    made = assignments_queries.inspections(session, draw.id)
    assert {row.state for row in made.values()} == {"published"}
    for visit in visits:
        assert len({made[row.id].folded["started"] for row in visit}) == 1


def test_the_supervisor_finds_something_to_do(session: Session) -> None:
    waiting = session.scalars(select(Inspection).where(Inspection.state == "in_review")).all()
    assert len(waiting) >= 8
    assert any(row.last_day < TODAY for row in waiting), "one is late"
    assert any(0 <= (row.last_day - TODAY).days <= 7 for row in waiting), "one is nearly late"
    assert any(row.conflicts for row in waiting), "two inspectors disagree"
    assert count(session, Inspection.id, Inspection.revision == 2, Inspection.state == "open") == 1
    assert count(session, Operation.id, Operation.state == "failed") == 1
    assert count(session, Device.id, Device.unsent > 0) == 1


def test_a_published_plan_waits_to_be_drawn_and_enough_inspectors_are_there(session: Session) -> None:
    from server.services.plans import check_teams, roster_of

    drawn = select(Draw.plan_id)
    plan = session.scalars(select(Plan).where(Plan.state == "published", Plan.id.not_in(drawn))).one()
    assert plan.last > TODAY
    assert check_teams(roster_of(session, plan, TODAY), plan.team_size) >= 8


def test_the_tablet_user_has_visits_of_all_programmes_today(session: Session) -> None:
    inspector = session.scalars(
        select(Inspector).where(Inspector.certificate == logins.TABLET.certificate)
    ).one()
    visits = tablet_bundles.assemble(session, inspector.id)["assignments"]
    started = [row for row in visits if row["state"] == "open"]
    assert {row["programme"] for row in started} == {"market_scales", "eyewear", "net_content"}


def test_every_photo_is_in_the_file_store_under_its_hash(session: Session, settings: Settings) -> None:
    files = FileStore(settings.files)
    rows = session.scalars(select(Photo)).all()
    assert len(rows) > 100
    assert all(sha256(files.get(row.sha256)) == row.sha256 for row in rows)


def test_the_same_day_gives_the_same_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(campaigns, "CAMPAIGNS", campaigns.CAMPAIGNS[-1:])
    monkeypatch.setattr(campaigns, "OF_TODAY", ())
    seen = []
    for name in ("one", "two"):
        settings = installation(tmp_path / name)
        city.build(settings, TODAY, hasty=True)
        engine = open_engine(settings.database_url)
        with Session(engine) as session:
            seen.append(
                (
                    session.scalars(select(Draw.commitment)).all(),
                    session.scalars(select(Operation.sha256).order_by(Operation.id)).all(),
                    session.scalars(select(Outcome.content_sha256)).all(),
                    session.scalars(select(AuditEntry.hash).order_by(AuditEntry.seq)).all(),
                )
            )
        engine.dispose()
    assert seen[0] == seen[1]
    assert len(seen[0][1]) > 100


def test_names_are_put_together_and_none_occurs_twice() -> None:
    rows = [*places.markets(TODAY), *places.eyewear_shops(TODAY), *places.packers(TODAY)]
    names = [row["name"] for row in rows] + [row["name"] for row in people.inspectors()]
    assert len(set(names)) == len(names) == 520
