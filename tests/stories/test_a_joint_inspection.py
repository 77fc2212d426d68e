"""Two authorities inspect together: one draw, one visit to each shop, a record and an outcome for each programme."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from server.services import outcomes, reviews
from server.store import assignments_queries
from server.store.draws import Draw
from server.store.files import FileStore
from server.store.outcomes import Outcome
from server.store.plans import Plan
from tests.campaign import SUPERVISOR
from tests.published import RECORDS
from tests.web.tablets import Tablet, fresh

LEAD, HEALTH = "海岳市市场监督管理局", "海岳市卫生健康委员会"
BOTH = ("eyewear", "legal_units")
DICE = "31415926535897932384"
FORM = {
    "programmes": list(BOTH),
    "title": "2026年眼镜店联合抽查",
    "authority": LEAD,
    "taking_part": f"{HEALTH}\n",
    "basis": "年度抽查计划",
    "first": "2026-03-01",
    "last": "2026-06-30",
    "team_size": "2",
    "yearly_cap": "2",
    "second_stage": "0",
    "sample-0-division": "*",
    "sample-0-risk_class": "*",
    "sample-0-programmes": list(BOTH),
    "sample-0-kind": "ratio",
    "sample-0-value": "50",
    "sample-1-division": "*",
    "sample-1-risk_class": "*",
    "sample-1-kind": "number",
    "sample-1-value": "2",
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Every service is tested on every database; the story is told once."""
    return sqlite_url


@pytest.fixture
def tablets(make, client):
    """Eight shops under both programmes and six under each alone; two leads of two authorities have a tablet."""
    make.division()
    for programmes, count in ((BOTH, 8), (BOTH[:1], 6), (BOTH[1:], 6)):
        for n in range(count):
            make.object(programmes, name=f"{'和'.join(programmes)}的{n}号店", kind="eyewear_shop")
    found = {}
    for n, unit in enumerate((LEAD, HEALTH, LEAD, HEALTH)):
        row = make.inspector(BOTH, role="lead" if n < 2 else "member", unit=unit)
        if n < 2:
            user = make.user("inspector", inspector_id=row.id, name=row.name)
            found[row.id] = Tablet(client, user.username, make.now)
    make.commit()
    return found


def test_a_joint_inspection(tablets, sign_in, client, session, clock, settings, tmp_path):
    office = sign_in("supervisor")

    # The overlap is shown before anything is drawn: on the plan's page, to the public, and in the ceremony.
    page = office.post("/office/plans/add", data=FORM, follow_redirects=True).text
    assert "到访 8 次，形成 12 份检查记录" in page
    assert "要多到访 4 次" in page
    plan = session.query(Plan).one()
    office.post(f"/office/plans/{plan.id}/publish", data={"version": "1"})
    public = client.get(f"/plans/{plan.id}").text
    for text in (LEAD, HEALTH, "发起部门", "配合部门", "眼镜制配", "法定计量单位", "到访 8 次"):
        assert text in public
    ceremony = office.get(f"/office/draws/new?plan_id={plan.id}").text
    assert "同属 2 项" in ceremony
    assert "到访 8 次，形成 12 份检查记录" in ceremony

    # One draw.
    clock.forward(days=7)
    source = {"plan_id": plan.id, "source-dice": "1", "source-dice-count": "20"}
    screen = office.post("/office/draws/new", data=source, follow_redirects=True).text
    noted = "".join(re.findall(r"<span>([0-9a-f]{8})</span>", screen))
    draw = fresh(session).query(Draw).one()
    clock.forward(minutes=3)
    office.post(f"/office/draws/{draw.id}/entropy", data={"value": DICE, "repeated": DICE})
    clock.forward(minutes=2)
    office.post(f"/office/draws/{draw.id}/draw")

    # Each tablet has its visits, those under both programmes with two records; one shop fails under one of them.
    visits = assignments_queries.visits(assignments_queries.of_draw(fresh(session), draw.id))
    assert sorted(len(visit) for visit in visits) == [1, 1, 1, 1, 2, 2, 2, 2]
    failing = next(visit for visit in visits if len(visit) == 2)
    wrong = next(row.id for row in failing if row.programme == "legal_units")
    made = assignments_queries.inspections(session, draw.id)
    keys = {made[row.id].id: (row.programme, row.id == wrong) for visit in visits for row in visit}
    clock.forward(days=1)
    done = 0
    for tablet in tablets.values():
        tablet.now = clock.now
        tablet.enrol()
        taken = tablet.get("bundle").json["assignments"]
        assert {tuple(one["plan"]["taking_part"]) for one in taken} == {(HEALTH,)}
        for one in taken:
            programme, bad = keys[one["inspection"]]
            record_of(tablet, one["inspection"], found(programme, bad, clock.now.date()))
            done += 1
    assert done == 12

    # Each record is reviewed and published for itself.
    clock.forward(days=2)
    inspections = assignments_queries.inspections(fresh(session), draw.id).values()
    assert {row.state for row in inspections} == {"in_review"}
    for row in inspections:
        category = "ordered_to_correct" if row.verdict == "fail" else "no_problem"
        given = {"inspection_id": row.id, "revision": 1, "categories": {row.programme: category}}
        reviews.approve(session, SUPERVISOR, clock.forward(minutes=1), **given, second=False)
        outcomes.publish(
            session,
            SUPERVISOR,
            clock.forward(minutes=1),
            inspection_id=row.id,
            files=FileStore(settings.files),
            zone=ZoneInfo("Asia/Shanghai"),
            second=False,
        )
    session.commit()
    office.post(f"/office/draws/{draw.id}/open")

    # The public sees one list of visits with the result of each programme, and estimates for each.
    page = client.get(f"/draws/{draw.id}").text
    assert page.count('<td data-label="顺序"') == 8
    assert HEALTH in page
    told = client.get(f"/api/draws/{draw.number}").json
    assert told["programmes"] == list(BOTH)
    whole = {
        one["programme"]: one for one in told["estimates"] if (one["of"], one["division"]) == ("objects", "*")
    }
    assert {name: (one["objects"], one["seen"]) for name, one in whole.items()} == {
        "eyewear": (14, 6),
        "legal_units": (14, 6),
    }
    assert (whole["eyewear"]["failing"], whole["legal_units"]["failing"]) == (0, 1)
    # 4 of the 8 shops under both were drawn, so the one that fails stands for two of fourteen.
    assert whole["legal_units"]["share"] == "0.1429"
    outcome = session.scalars(select(Outcome).where(Outcome.verdict == "fail")).one()
    content = json.loads(outcome.content)
    assert (content["taking_part"], content["plan"]["programmes"]) == ([HEALTH], list(BOTH))
    assert HEALTH in client.get(f"/outcomes/{outcome.number}").text
    assert HEALTH in client.get("/data/outcomes.csv").get_data(as_text=True)

    # Anybody recomputes the draw with the tool that knows nothing of joint inspections.
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(client.get(f"/draws/{draw.id}/bundle.zip").data)
    command = [sys.executable, "-m", "sampling", "verify", str(bundle), "--commitment", noted]
    verified = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, check=False)
    assert verified.returncode == 0, verified.stdout


def found(programme: str, bad: bool, day: date) -> dict:
    """What is found: units that are right or wrong, or spectacles and a focimeter in order."""
    if programme == "legal_units":
        text = "镜布 3 尺" if bad else "镜布 1 m"
        return {"date": day.isoformat(), "texts": [{"where": "价签", "medium": "sign", "text": text}]}
    return {**RECORDS[programme], "date": day.isoformat()}


def record_of(tablet: Tablet, inspection: str, record: dict) -> None:
    """Record and send one of a visit's records; the tablet's numbers run on."""
    tablet.record(inspection, record)
    mine = [one for one in tablet.made if one["inspection"] == inspection]
    tablet.entry(inspection, "finish", {"operations": len(mine) + 1})
    mine = [one for one in tablet.made if one["inspection"] == inspection]
    assert set(tablet.states(*mine)) == {"applied"}
    assert tablet.finish(inspection, len(mine)).json["complete"]
