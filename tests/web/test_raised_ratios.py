"""Raised ratios: the numbers are shown, a person types the ratio, and both stand on the public plan."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from server.services.audit import new_id
from server.store.audit import AuditEntry
from server.store.complaints import Complaint
from server.store.draws import Draw
from server.store.look_backs import LookBack
from server.store.plans import Plan
from server.store.raised_ratios import RaisedRatio
from tests.published import draw
from tests.web.tablets import fresh


@pytest.fixture
def complained(session, make):
    """Enters complaints about an object, the given days of March 2026 or earlier."""

    def complained(row, *days, programme="market_scales", **columns):
        for day in days:
            session.add(
                Complaint(
                    id=new_id(make.now), object_id=row.id, programme=programme, day=date.fromisoformat(day),
                    source="12315", entered_by="x", entered_at=make.now, **columns,
                )
            )  # fmt: skip

    return complained


@pytest.fixture
def plan(session, make):
    """A draft that draws a twentieth of every stratum; the register has 20 objects of class C and 4 of class D."""
    row = draw(make).plan
    session.query(Draw).delete()
    row.state, row.sample = "draft", [{"division": "*", "risk_class": "*", "ratio": "0.05"}]
    row.first, row.last = date(2026, 3, 1), date(2026, 12, 31)
    row.version = 1
    for n in range(24):
        make.object(risk_class="C" if n < 20 else "D")
    for role in ("lead", "member", "member"):
        make.inspector(role=role)
    session.flush()
    return row


def page_of(plan):
    return f"/office/plans/{plan.id}/raised-ratios/"


def test_the_numbers_lead_to_a_ratio_that_a_person_types_and_the_public_reads(
    session, sign_in, client, make, plan, complained
):
    shop = make.object(risk_class="D")
    complained(shop, "2026-03-01", "2025-03-02")
    complained(shop, "2025-03-01", "2026-02-01", programme="eyewear")
    complained(shop, "2026-02-02", withdrawn_at=make.now)
    before, again = (
        make.outcome(shop, inspected_on=day, content={"verdict": "fail"})
        for day in (date(2025, 6, 1), date(2026, 2, 1))
    )
    plan_id = session.get(Draw, again.draw_id).plan_id
    session.add(LookBack(plan_id=plan_id, inspection_id=before.inspection_id))
    make.commit()
    office = sign_in("supervisor")
    page = office.get(page_of(plan)).text
    assert "投诉举报 2 件，不符合的回头看 1 次；现有规则从 5 个对象中抽取 1 个" in page
    assert page.count('name="ratio"') == 1
    data = {"version": plan.version, "stratum": "379901/D", "ratio": "40"}
    assert "已写入草稿" in office.post(page_of(plan), data=data, follow_redirects=True).text
    row = fresh(session).get(Plan, plan.id)
    assert row.sample[0] == {"division": "379901", "risk_class": "D", "ratio": "0.40"}
    assert len(row.sample) == 2
    kept = session.scalars(select(RaisedRatio)).one()
    assert (kept.complaints, kept.look_backs, kept.first) == (2, 1, date(2025, 3, 2))
    assert "plan.raise" in session.scalars(select(AuditEntry.action)).all()
    assert "投诉举报 2 件" in office.get(f"/office/plans/{plan.id}").text
    office.post(f"/office/plans/{plan.id}/publish", data={"version": row.version})
    public = client.get(f"/plans/{plan.id}").text
    assert "40%" in public
    assert "2025-03-02 至 2026-03-02 投诉举报 2 件，不符合的回头看 1 次" in public
    assert kept.set_by not in public


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ratio": "5"}, "这个比例并不提高"),
        ({"ratio": ""}, "必须填写"),
        ({"ratio": "many"}, "不是数字"),
        ({"stratum": "379901/D"}, "没有投诉举报"),
        ({"version": "9"}, "他人刚刚修改过"),
    ],
)
def test_what_raises_nothing_changes_nothing(session, sign_in, make, plan, complained, changed, said):
    complained(make.object(risk_class="C"), "2026-03-01")
    make.commit()
    data = {"version": plan.version, "stratum": "379901/C", "ratio": "50", **changed}
    answer = sign_in("supervisor").post(page_of(plan), data=data)
    assert (answer.status_code >= 400, said in answer.text) == (True, True)
    assert session.scalars(select(RaisedRatio)).all() == []
    assert len(fresh(session).get(Plan, plan.id).sample) == 1


def test_without_numbers_nothing_is_proposed_and_a_rule_that_went_is_not_shown(
    session, sign_in, make, plan, complained
):
    make.commit()
    office = sign_in("supervisor")
    assert "各层都没有投诉举报" in office.get(page_of(plan)).text
    numbers = {"complaints": 1, "look_backs": 0, "first": date(2025, 3, 2), "last": date(2026, 3, 2)}
    session.add(
        RaisedRatio(plan_id=plan.id, stratum="379901/C", ratio="0.50", set_by="x", set_at=make.now, **numbers)
    )
    session.commit()
    assert "因投诉举报和回头看提高的比例" not in office.get(f"/office/plans/{plan.id}").text
