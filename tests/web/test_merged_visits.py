"""Visits to one business made together: proposed where periods overlap, agreed by their day, told to the tablets."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from server.store.audit import AuditEntry
from server.store.draws import TeamMember
from server.store.inspections import Inspection
from server.store.merged_visits import MergedVisit
from tests.web.tablets import PASSING, Tablet, fresh, join, visit

PAGE = "/office/merged-visits/"


@pytest.fixture
def due(make):
    """Makes visits of different draws to one object, each with a team of one's own; returns their assignments."""

    def due(*programmes, object=None, last=date(2026, 3, 31)):
        object = object or make.object(name="荷花市场")
        rows = []
        for programme in programmes or ("market_scales", "eyewear"):
            row = visit(make, programme)
            row.object_id = row.assignment.object_id = object.id
            row.assignment.draw.plan.last = last
            join(make, row, make.inspector(name=f"组长{len(rows)}", unit="计量科").id)
            rows.append(row)
        make.commit()
        return [row.assignment for row in rows]

    return due


def merged(session):
    return {row.assignment_id: row.day for row in fresh(session).scalars(select(MergedVisit))}


def members(session):
    return set(session.execute(select(TeamMember.draw_id, TeamMember.team, TeamMember.inspector_id)).all())


def test_a_day_is_set_for_visits_of_two_draws_and_the_teams_stay(session, sign_in, due):
    office, rows = sign_in("supervisor"), due()
    page = office.get(PAGE).text
    assert "荷花市场" in page
    assert "各次抽出的检查组不同" in page
    drawn = members(session)
    data = {"visits": [row.id for row in rows], "day": "2026-03-12"}
    assert "2 次检查定于同日到访" in office.post(PAGE, data=data, follow_redirects=True).text
    assert merged(session) == {row.id: date(2026, 3, 12) for row in rows}
    assert members(session) == drawn
    entry = session.scalar(select(AuditEntry).where(AuditEntry.action == "visit.merge"))
    assert entry.body == {"day": "2026-03-12", "assignments": sorted(row.id for row in rows)}
    merge_id = session.scalar(select(MergedVisit.merge_id).limit(1))
    assert "已取消合并到访" in office.post(f"{PAGE}{merge_id}/part", follow_redirects=True).text
    assert merged(session) == {}
    assert office.post(f"{PAGE}{merge_id}/part").status_code == 404


@pytest.mark.parametrize(
    ("chosen", "day", "said"),
    [
        ("both", "", "必须填写"),
        ("both", "2026-03-01", "日期已过"),
        ("both", "2026-04-01", "不在计划"),
        ("one", "2026-03-12", "至少选择两次"),
        ("other", "2026-03-12", "不属于同一企业"),
        ("begun", "2026-03-12", "已经开始"),
    ],
)
def test_what_cannot_be_agreed_changes_nothing(session, sign_in, due, chosen, day, said):
    first, second = due()
    office, other = sign_in("supervisor"), due("market_scales")[0]
    second.state = "started" if chosen == "begun" else second.state
    session.commit()
    ids = {"one": [first.id], "other": [first.id, other.id]}.get(chosen, [first.id, second.id])
    answer = office.post(PAGE, data={"visits": ids, "day": day})
    assert (answer.status_code >= 400, said in answer.text) == (True, True)
    assert merged(session) == {}


def test_only_periods_that_overlap_are_proposed_and_a_code_joins_its_places(session, sign_in, make, due):
    apart = due(object=make.object(name="先后分开的店"))
    apart[0].draw.plan.last = date(2026, 3, 10)
    apart[1].draw.plan.first = date(2026, 3, 11)
    code = make.object(name="一店").uscc
    due("market_scales", object=make.object(number="SITE-1", uscc=code, name="东店"))
    due("eyewear", object=make.object(number="SITE-2", uscc=code, name="西店"))
    due("market_scales", object=make.object(number="SITE-3", uscc=None, name="单独的店"))
    session.commit()
    page = sign_in("supervisor").get(PAGE).text
    assert ("先后分开的店" in page, "单独的店" in page, "共 1 条" in page) == (False, False, True)
    found = sign_in("supervisor").get(f"{PAGE}?q=西店").text
    assert "没有可以合并的检查" in found


def test_the_tablet_is_told_what_else_is_due_here(client, session, sign_in, make, now, due):
    rows = due()
    inspector = make.inspector(name="李检")
    own = session.scalar(select(Inspection).where(Inspection.assignment_id == rows[0].id))
    join(make, own, inspector.id, position=1)
    user = make.user("inspector", inspector_id=inspector.id)
    make.commit()
    tablet = Tablet(client, user.username, now).enrol()
    (told,) = tablet.get("bundle").json["assignments"]
    assert told["together"]["day"] is None
    (also,) = told["together"]["also"]
    assert (also["draw"], also["same_day"], also["team"]) == (rows[1].draw.number, False, ["组长1"])
    data = {"visits": [row.id for row in rows], "day": "2026-03-12"}
    sign_in("supervisor").post(PAGE, data=data)
    told = tablet.get("bundle").json["assignments"][0]["together"]
    assert (told["day"], told["also"][0]["same_day"]) == ("2026-03-12", True)


def test_the_tablet_is_told_so_when_its_own_visit_has_begun(client, session, make, now, due):
    rows = due()
    inspector = make.inspector(name="李检")
    own = session.scalar(select(Inspection).where(Inspection.assignment_id == rows[0].id))
    join(make, own, inspector.id, position=1)
    user = make.user("inspector", inspector_id=inspector.id)
    make.commit()
    tablet = Tablet(client, user.username, now).enrol()
    tablet.record(own.id, PASSING)
    assert tablet.post(*tablet.made).status_code == 200
    tablet.entry(own.id, "finish", {"operations": tablet.seq + 1})
    assert tablet.post(tablet.made[-1]).status_code == 200
    answer = tablet.get("bundle")
    assert answer.status_code == 200
    told = answer.json["assignments"][0]["together"]
    assert [also["draw"] for also in told["also"]] == [rows[1].draw.number]
