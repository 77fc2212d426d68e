"""A year of an eyewear programme: thirty visits, thirteen findings, all of them looked back at, one handed over."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

import sampling
from server.domain import canonical, programmes
from server.domain.ordered import ordered
from server.domain.problems import Problem
from server.services import corrections, draws, look_backs, plans, rectifications, replies
from server.services.audit import first_break
from server.store.files import FileStore
from server.store.handovers import Handover
from server.store.look_backs import LookBack
from server.store.objections import Objection
from server.store.outcomes import Outcome
from server.store.rectifications import Rectification
from server.store.replies import Reply
from tests.campaign import SUPERVISOR
from tests.stories.year import EYEWEAR, SECOND, ZONE, Public, Year, of_programme, record
from tests.web.tablets import fresh, jpeg

AUTHORITY = "海岳市市场监督管理局"
PLAN = {
    "title": "2026年眼镜制配场所计量抽查",
    "authority": AUTHORITY,
    **of_programme(EYEWEAR),
    "first": date(2026, 3, 1),
    "last": date(2026, 6, 30),
    "sample": [{"division": "*", "risk_class": "*", "ratio": "0.75"}],
}
LOOK_BACK = {
    "title": "2026年眼镜制配回头看",
    "authority": AUTHORITY,
    "first": date(2026, 10, 1),
    "last": date(2026, 12, 20),
}
#: Pages that anybody can open and that show nothing of the programme.
OF_OTHER_STORIES = {
    *("account.sign_in", "healthz", "sync.hello", "office_deadlines.feed"),
    *("field.enter", "field.index", "field.version", "field.file"),
}
OVERDUE, WRONG = 9, 4
FINDINGS = OVERDUE + WRONG


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Every service is tested on every database; the story is long, so it is told once."""
    return sqlite_url


@pytest.fixture
def settings(settings):
    return replace(settings, second_review=True)


@pytest.fixture
def year(session, make, client, clock, settings):
    return Year(session, make, client, clock, FileStore(settings.files))


@pytest.fixture
def public(app):
    return Public(app)


def test_a_year_of_eyewear(year, public, sign_in, session):
    shops = year.register(shops=40, leads=2, members=3)
    draw = a_plan_is_published_and_drawn(year, public)
    failed, passed = thirty_shops_are_visited(year, draw)
    published = everything_is_reviewed_by_two_and_published(year, public, failed, passed)
    the_draw_is_opened_and_recomputed(year, public, draw)
    frozen = {row.id: row.content for row in published}
    office = sign_in("supervisor")
    two_businesses_reply(year, public, office, published)
    an_objection_is_upheld(year, public, office, published[2])
    a_rectification_is_ordered_and_proved(year, public, office, published[0])
    again = everything_found_is_looked_back_at(year, public, failed)
    the_year_is_compared(sign_in("supervisor"), public)
    one_is_handed_over(sign_in("supervisor"), session, public, again[0])
    what_is_public_of_a_shop(year, public, shops, published[0], again)
    fresh(session)
    for key, content in frozen.items():
        row = session.get_one(Outcome, key)
        assert (row.content, row.content_sha256) == (content, canonical.sha256(content.encode()))
    assert first_break(session) is None
    assert public.unseen() == OF_OTHER_STORIES, "this story comes past every public page of the programme"


def a_plan_is_published_and_drawn(year, public):
    plan = year.act(SUPERVISOR, plans.add, **PLAN)
    assert PLAN["title"] not in public.text("/plans/")
    public.get(f"/plans/{plan.id}", status=404)
    year.act(SUPERVISOR, plans.publish, plan_id=plan.id, version=plan.version)
    assert PLAN["title"] in public.text("/plans/")
    assert "眼镜制配" in public.text(f"/plans/{plan.id}")
    draw = year.draws(plan, "3 1 4 1 5 9 2 6 5 3")
    assert draw.drawn_count == 30
    page = public.text(f"/draws/{draw.id}")
    assert "抽中 30 个检查对象" in page
    assert "明目眼镜" not in page
    public.get(f"/draws/{draw.id}/bundle.zip", status=404)
    return draw


def thirty_shops_are_visited(year, draw):
    year.clock.forward(days=9)
    day = year.clock.now.date()
    visits = year.inspections(draw)
    assert len(visits) == 30
    for n, visit in enumerate(visits):
        photos = [jpeg(5)] if n == 0 else []
        year.visit(visit, record(day, overdue=n < OVERDUE, wrong=OVERDUE <= n < FINDINGS), photos)
    fresh(year.session)
    verdicts = [visit.verdict for visit in visits]
    assert verdicts == ["fail"] * FINDINGS + ["pass"] * (30 - FINDINGS)
    return visits[:FINDINGS], visits[FINDINGS:]


def everything_is_reviewed_by_two_and_published(year, public, failed, passed):
    year.clock.forward(days=2)
    assert "明目眼镜" not in public.text("/outcomes/")
    for visit in failed:
        year.approve(visit, "open_matter")
    for visit in passed:
        year.approve(visit, "no_problem")
    published = [year.publish(visit) for visit in [*failed, *passed]]
    with pytest.raises(Problem, match="wrong_state"):
        year.publish(failed[0])
    fresh(year.session)
    assert "共 30 条" in public.text("/outcomes/")
    assert "共 13 条" in public.text("/outcomes/?verdict=fail")
    first = published[0]
    page = public.text(f"/outcomes/{first.number}")
    for words in (first.object_name, "发现问题待后续处理", "检定"):
        assert words in page
    (photo,) = json.loads(first.content)["photos"]
    shown = public.get(f"/outcomes/{first.number}/photos/{photo['sha256']}.jpg")
    assert canonical.sha256(shown.data) == photo["sha256"]
    kept = public.get(f"/outcomes/{first.number}/1.json")
    assert canonical.sha256(kept.data) == first.content_sha256
    return published


def the_draw_is_opened_and_recomputed(year, public, draw):
    year.act(SUPERVISOR, draws.open, draw_id=draw.id)
    assert "明目眼镜" in public.text(f"/draws/{draw.id}")
    assert draw.number in public.text("/draws/")
    assert json.loads(public.get(f"/api/draws/{draw.number}").data)["commitment"] == draw.commitment
    public.get("/draws/how")
    assert public.get("/draws/log.jsonl").data.count(b"\n") == 4
    bundle = zipfile.ZipFile(io.BytesIO(public.get(f"/draws/{draw.id}/bundle.zip").data))
    files = {name: bundle.read(name) for name in bundle.namelist()}
    assert len(json.loads(files["result.json"])["drawn"]) == 30
    assert public.get(f"/draws/{draw.id}/files/frame.tsv").data == files["frame.tsv"]
    assert sampling.verify(files, commitment=draw.commitment).ok


def the_door(office, outcome):
    """The address of the page of a business."""
    desk = f"/office/businesses/{outcome.inspection_id}"
    page = office.post(f"{desk}/code", follow_redirects=True).text
    return "/business/" + re.search(r"/business/([0-9a-f]{40})", page)[1]


def two_businesses_reply(year, public, office, published):
    for outcome in published[:2]:
        door = the_door(office, outcome)
        assert outcome.object_name in public.text(door)
        said = f"{outcome.object_name}已送检"
        assert public.client.post(f"{door}/replies", data={"reply": said}).status_code == 302
        assert said not in public.text(f"/outcomes/{outcome.number}")
        reply = year.session.scalar(select(Reply).where(Reply.inspection_id == outcome.inspection_id))
        year.act(SUPERVISOR, replies.release, reply_id=reply.id)
        assert said in public.text(f"/outcomes/{outcome.number}")
        assert public.get(f"{door}/record.pdf").data.startswith(b"%PDF")
        assert public.get(f"{door}/result.pdf").data.startswith(b"%PDF")


def an_objection_is_upheld(year, public, office, outcome):
    door = the_door(office, outcome)
    data = {"objection": "检查当日已责令改正并改正", "contact": "13800000000"}
    assert public.client.post(f"{door}/objections", data=data).status_code == 302
    page = public.text(f"/outcomes/{outcome.number}")
    assert "收到被检查人对第 1 版的异议" in page
    assert "13800000000" not in page
    row = year.session.scalar(select(Objection))
    proposed = year.act(
        SUPERVISOR, corrections.propose, number=outcome.number, version=1, objection_id=row.id,
        reason="当日已责令改正，原结果有误", categories={EYEWEAR: "ordered_to_correct"},
    )  # fmt: skip
    assert "当日已责令改正，原结果有误" not in public.text(f"/outcomes/{outcome.number}")
    with pytest.raises(Problem, match="correction_own"):
        year.act(SUPERVISOR, corrections.confirm, correction_id=proposed.id, files=year.files)
    year.act(SECOND, corrections.confirm, correction_id=proposed.id, files=year.files)
    page = public.text(f"/outcomes/{outcome.number}")
    for words in ("异议成立，已更正", "当日已责令改正，原结果有误", "发现问题已责令改正"):
        assert words in page
    assert public.get(f"/outcomes/{outcome.number}/1.json").data == outcome.content.encode()
    corrected = json.loads(public.get(f"/outcomes/{outcome.number}/2.json").data)
    assert (corrected["version"], corrected["result"]) == (2, json.loads(outcome.content)["result"])


def a_rectification_is_ordered_and_proved(year, public, office, outcome):
    items = [{"text": "焦度计申请检定", "basis": "计量法第九条"}]
    due = year.clock.now.date().replace(month=6)
    key = {"inspection_id": outcome.inspection_id, "items": items, "last_day": due, "zone": ZONE}
    row = year.act(SUPERVISOR, rectifications.order, **key)
    door = the_door(office, outcome)
    assert "焦度计申请检定" in public.text(door)
    notice = public.get(f"{door}/rectifications/{row.id}/notice.pdf")
    assert notice.data.startswith(b"%PDF")
    answer = public.client.post(f"{door}/rectifications/{row.id}", data={"proof": "已检定，证书 JD-8"})
    assert answer.status_code == 302
    fresh(year.session)
    year.act(SUPERVISOR, rectifications.accept, rectification_id=row.id, reason="已查看证书")
    assert year.session.scalar(select(Rectification.state)) == "accepted"
    assert "整改已通过" in public.text(door)


def everything_found_is_looked_back_at(year, public, failed):
    """All thirteen; two of the nine that were not verified still are not."""
    year.clock.forward(days=200)
    ids = [visit.id for visit in failed]
    plan = year.act(SUPERVISOR, look_backs.plan, inspection_ids=ids, **LOOK_BACK)
    year.act(SUPERVISOR, plans.publish, plan_id=plan.id, version=plan.version)
    assert "回头看" in public.text(f"/plans/{plan.id}")
    draw = year.draws(plan, "2 7 1 8 2 8 1 8 2 8")
    year.clock.forward(days=5)
    the_tablets_bring_the_old_photos(year, failed[0])
    by_shop = {visit.object_id: visit for visit in failed}
    visits = year.inspections(draw)
    assert {visit.object_id for visit in visits} == by_shop.keys()
    still = {visit.object_id for visit in failed[:2]}
    for visit in visits:
        bad = visit.object_id in still
        asked = ordered_of(year, by_shop[visit.object_id])
        items = dict.fromkeys(asked, "not_corrected" if bad else "corrected")
        looked = {"of": by_shop[visit.object_id].id, "items": items}
        year.visit(visit, record(year.clock.now.date(), overdue=bad, look_back=looked))
    fresh(year.session)
    assert sum(visit.verdict == "fail" for visit in visits) == 2
    published = []
    for visit in sorted(visits, key=lambda visit: visit.object_id not in still):
        year.approve(visit, "open_matter" if visit.object_id in still else "no_problem")
        published.append(year.publish(visit))
    assert "共 43 条" in public.text("/outcomes/")
    assert year.session.scalars(select(LookBack.state)).all() == ["looked_back"] * FINDINGS
    return published


def the_tablets_bring_the_old_photos(year, photographed):
    """Of the finding that has one, small, with the visit that goes back to it and with no other."""
    visits = [visit for tablet in year.tablets.values() for visit in tablet.get("bundle").json["assignments"]]
    assert len(visits) == FINDINGS
    (one,) = [one for visit in visits for one in visit["earlier"] if one["photos"]]
    assert one["inspection"] == photographed.id
    (photo,) = one["photos"]
    assert photo["data"].startswith("data:image/jpeg;base64,")


def ordered_of(year, visit):
    """What the tablet asks about: the things that the earlier visit ordered to be put right."""
    query = select(Outcome).where(Outcome.inspection_id == visit.id, Outcome.current.is_(True))
    found = ordered(json.loads(year.session.scalar(query).content), programmes.load(EYEWEAR))
    assert found
    return found


def the_year_is_compared(office, public):
    page = office.get("/office/look-backs/figures").text
    cells = re.findall(r'<th scope="row">(.*?)</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td>', page)
    assert cells == [
        ("对象不符合率", "100.0% (13 / 13)", "15.4% (2 / 13)"),
        ("对象未检定率", "69.2% (9 / 13)", "15.4% (2 / 13)"),
        ("器具不符合率", "50.0% (13 / 26)", "7.7% (2 / 26)"),
        ("器具未检定率", "34.6% (9 / 26)", "7.7% (2 / 26)"),
    ]
    assert "34.9% (15 / 43)" in page
    answer = json.loads(public.get("/api/outcomes?verdict=fail").data)
    assert answer["total"] == 15


def one_is_handed_over(office, session, public, outcome):
    before = public.get(f"/outcomes/{outcome.number}").data
    address = f"/office/handovers/make/{outcome.inspection_id}"
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', office.get(address).text)[1]
    data = {"seen": seen, "matter": "0", "kind": "case", "reason": "逾期不改正", "last_day": ""}
    assert "已移送，编号 T2026-000001" in office.post(address, data=data, follow_redirects=True).text
    fresh(session)
    row = session.scalar(select(Handover))
    with office.get(f"/office/handovers/{row.id}/evidence.zip") as answer:
        package = zipfile.ZipFile(io.BytesIO(answer.data))
    sums = dict(reversed(line.split("  ")) for line in package.read("SHA256SUMS").decode().splitlines())
    assert sums == {name: canonical.sha256(package.read(name)) for name in package.namelist()[:-1]}
    assert package.read("outcome-v1.json").decode() == outcome.content
    desk = f"/office/handovers/{row.id}"
    for step, text in (("take-up", "市监立字 8 号"), ("conclude", "罚款 1000 元")):
        assert office.post(f"{desk}/{step}", data={"text": text}).status_code == 302
    assert "已办结" in office.get("/office/handovers/").text
    assert public.get(f"/outcomes/{outcome.number}").data == before


def what_is_public_of_a_shop(year, public, shops, first, again):
    """The shop's own page has both visits; open data and the interface have every version."""
    shop = next(one for one in shops if one.number == first.object_number)
    page = public.text(f"/objects/{shop.number}")
    for number in {first.number, *(one.number for one in again if one.object_id == shop.id)}:
        assert number in page
    public.get(f"/o/{shop.number}", status=302)
    fresh(year.session)
    label = year.make.instrument(shop, kind="focimeter", number="J-7", valid_until=date(2028, 1, 31))
    year.make.commit()
    assert "J-7" in public.text(f"/i/{label.id}")
    for address in (
        "/",
        "/data/",
        "/data/api",
        "/data/problems",
        "/api/openapi.json",
        "/api/plans",
        "/api/draws",
        "/api/programmes",
    ):
        public.get(address)
    assert public.get("/data/outcomes.jsonl").data.count(b"\n") == 44
    assert public.get("/data/outcomes.csv").data.count(first.number.encode()) >= 1
    assert json.loads(public.get(f"/api/outcomes/{first.number}").data)["number"] == first.number
    assert json.loads(public.get(f"/api/objects/{shop.number}").data)["number"] == shop.number
