"""The pages of a joint inspection: its form, its overlap, its draw, its visits, its papers."""

import re

import pytest

from server.domain.programmes import SHIPPED
from server.store import assignments_queries
from server.store.plans import Plan
from server.web.database import db
from server.web.office import draw_minutes, draw_pages
from server.web.papers import wording
from tests.campaign import Campaign
from tests.services.test_joint_inspections import BOTH, JOINT, RULES, joint_visit
from tests.web.tablets import fresh

FORM = {
    "programmes": list(BOTH),
    "title": "眼镜店联合抽查",
    "authority": "海岳市市场监督管理局",
    "taking_part": "海岳市卫生健康委员会\r\n",
    "basis": "",
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
    "sample-1-kind": "ratio",
    "sample-1-value": "20",
}


@pytest.fixture
def campaign(session, make, now):
    campaign = Campaign(session, make, now)
    make.division()
    for programmes, count in ((BOTH[:1], 10), (BOTH[1:], 10), (BOTH, 8)):
        for _ in range(count):
            make.object(programmes=programmes)
    for n in range(5):
        make.inspector(programmes=BOTH, role="lead" if n < 2 else "member")
    campaign.narrow = make.inspector(programmes=BOTH[:1])
    make.commit()
    return campaign


@pytest.fixture
def office(campaign, sign_in, clock):
    clock.forward(days=1)
    return sign_in("supervisor")


def drawn(campaign, session, step="drawn"):
    draw = getattr(campaign, step)(plan=campaign.plan(**JOINT, sample=RULES))
    session.commit()
    return draw


def test_the_form_keeps_what_was_ticked_and_the_page_shows_the_overlap(office, session):
    page = office.post("/office/plans/add", data=FORM, follow_redirects=True).text
    plan = session.query(Plan).one()
    assert list(plan.programmes) == list(BOTH)
    assert plan.taking_part == ["海岳市卫生健康委员会"]
    assert plan.sample[0]["programmes"] == list(BOTH)
    assert "programmes" not in plan.sample[1]
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "到访 8 次，形成 12 份检查记录；各检查事项分别抽取同样多的对象，要多到访 4 次。" in said
    assert "只属一项的对象 20 个，同属 2 项的对象 8 个。" in said
    assert re.search(r"同属 2 项： .{1,60} 8 4 8 ", said)
    assert "没有这一检查事项的资格（法定计量单位" in said
    form = office.get(f"/office/plans/{plan.id}/edit").text
    assert len(re.findall(r'name="programmes"[^>]*checked', form)) == 2
    assert len(re.findall(r'name="sample-0-programmes"[^>]*checked', form)) == 2
    assert not re.search(r'name="sample-1-programmes"[^>]*checked', form)


def test_the_preview_follows_the_ticks_and_names_a_rule_outside_the_plan(office):
    page = office.get("/office/plans/preview", query_string=FORM).text
    assert "同属 2 项" in page
    page = office.get("/office/plans/preview", query_string={**FORM, "programmes": ["eyewear"]}).text
    assert "抽样规则第 1 条" in page
    assert "不在本计划中" in page
    page = office.get(
        "/office/plans/preview", query_string={**FORM, "programmes": ["eyewear"], "sample-0-programmes": []}
    ).text
    assert "同属" not in page


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"programmes": []}, "programmes"),
        ({"taking_part": "海岳市市场监督管理局"}, "taking_part"),
        ({"taking_part": "\n".join(f"第{n}局" for n in range(11))}, "taking_part"),
        ({"sample-0-programmes": ["market_scales"]}, "sample-0-programmes"),
    ],
)
def test_what_is_wrong_is_named_at_its_field_and_nothing_is_saved(office, session, changed, field):
    answer = office.post("/office/plans/add", data={**FORM, **changed})
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    assert session.query(Plan).count() == 0


def test_the_office_sees_visits_with_their_records(office, campaign, session):
    draw = drawn(campaign, session)
    page = office.get(f"/office/draws/{draw.id}").text
    assert page.count('data-label="顺序"') == 8
    row = joint_visit(session, draw)[0]
    page = office.get(f"/office/assignments/{row.id}").text
    assert "同一次到访" in page
    assert "联合抽查的各项一并递补" in page
    own, other = (assignments_queries.inspection_of(session, one.id).id for one in joint_visit(session, draw))
    assert f'href="/office/inspections/{other}"' in office.get(f"/office/inspections/{own}").text
    answer = office.post(
        f"/office/assignments/{row.id}/substitute", data={"reason": "停业"}, follow_redirects=True
    )
    assert "已按签号递补" in answer.text
    rows = assignments_queries.of_draw(fresh(session), draw.id)
    assert sum(row.state == "substituted" for row in rows) == 2
    shown = office.get("/office/draws/?programme=legal_units").text
    assert draw.number in shown
    assert draw.number not in office.get("/office/draws/?programme=market_scales").text


def test_the_minutes_name_all_programmes_and_authorities(office, campaign, session, app):
    draw = drawn(campaign, session)
    told = office.get(f"/office/draws/{draw.id}/minutes").text
    assert office.get(f"/office/draws/{draw.id}/minutes.pdf").data.startswith(b"%PDF")
    with app.test_request_context():
        known = draw_pages._known(db.session.merge(draw))
        said = str(draw_minutes.of(db.session.merge(draw), known, {}, "https://fair.example", []))
    names = [SHIPPED.load(name).texts["programme"]["zh"] for name in BOTH]
    for word in ("发起部门", "配合部门", JOINT["taking_part"][0], *names, "到访 8 次，形成 12 份检查记录"):
        assert word in told
        assert word in said


def test_the_papers_of_a_record_name_the_joint_inspection(campaign, session, app):
    row = joint_visit(session, drawn(campaign, session))[0]
    inspection = assignments_queries.inspection_of(session, row.id)
    with app.test_request_context():
        facts = dict(wording.object_facts(inspection))
    (told,) = facts["联合抽查"]
    assert "发起部门 海岳市市场监督管理局" in told
    assert "配合部门 海岳市卫生健康委员会" in told
    assert len(facts["检查事项"]) == 1


def test_the_public_finds_the_plan_under_each_of_its_programmes(client, campaign, session):
    draw = drawn(campaign, session, "opened")
    for name in BOTH:
        assert draw.plan.title in client.get(f"/plans/?programme={name}").text
        assert draw.number in client.get(f"/draws/?programme={name}").text
    assert draw.plan.title not in client.get("/plans/?programme=market_scales").text
    page = client.get(f"/draws/{draw.id}").text
    assert page.count('<td data-label="顺序"') == 8
    assert "joint inspection" in client.get(f"/draws/{draw.id}?lang=en").text.lower()
    (plan,) = client.get("/api/plans").json["items"]
    assert (plan["programmes"], plan["taking_part"]) == (list(BOTH), JOINT["taking_part"])
    assert client.get("/api/draws").json["items"][0]["programmes"] == list(BOTH)
