"""The pages of plans, in the office and for the public."""

import pytest

from server.services import plans
from server.store import assignments_queries
from server.store.objects import Division
from server.store.plans import Plan
from tests.campaign import COLUMNS, Campaign

FORM = {
    "programmes": "market_scales",
    "title": "2026年集贸市场衡器抽查",
    "authority": "海岳市市场监督管理局",
    "basis": "",
    "first": "2026-03-01",
    "last": "2026-06-30",
    "team_size": "2",
    "yearly_cap": "2",
    "second_stage": "3",
    "sample-0-division": "*",
    "sample-0-risk_class": "D",
    "sample-0-kind": "number",
    "sample-0-value": "2",
    "sample-1-division": "379901",
    "sample-1-risk_class": "*",
    "sample-1-kind": "ratio",
    "sample-1-value": "20",
}


@pytest.fixture
def campaign(session, make, now):
    campaign = Campaign(session, make, now)
    campaign.objects = campaign.register()
    make.commit()
    return campaign


@pytest.fixture
def office(campaign, sign_in):
    return sign_in("supervisor")


def test_a_plan_is_drafted_shown_and_published(office, session):
    answer = office.post("/office/plans/add", data=FORM, follow_redirects=True)
    assert answer.status_code == 200
    plan = session.query(Plan).one()
    assert plan.sample == [
        {"division": "*", "risk_class": "D", "number": 2},
        {"division": "379901", "risk_class": "*", "ratio": "0.20"},
    ]
    assert "从 20 个对象中抽取 5 个。" in answer.text
    answer = office.post(f"/office/plans/{plan.id}/publish", data={"version": 1}, follow_redirects=True)
    assert "已公布" in answer.text
    session.rollback()
    assert plan.state == "published"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("sample-1-value", "101", "比例须大于 0%"),
        ("sample-1-value", "many", "“many”不是数字"),
        ("sample-1-value", "", "必须填写"),
        ("sample-1-risk_class", "A", "这一层是空的"),
        ("sample-1-risk_class", "D", "永远不会用到"),
        ("first", "2226-03-01", "超出合理范围"),
        ("last", "2026-02-01", "结束日期不得早于"),
        ("last", "soon", "“soon”不是日期"),
        ("team_size", "1", "超出范围"),
        ("title", "", "必须填写"),
        ("programmes", "", "请选择检查事项"),
    ],
)
def test_a_bad_field_is_named_where_it_is_and_nothing_is_saved(office, session, field, value, words):
    answer = office.post("/office/plans/add", data={**FORM, field: value})
    assert answer.status_code == 422
    assert words in answer.text
    place = "sample-1-division" if words in ("这一层是空的", "永远不会用到") else field
    assert f'id="e-{place}"' in answer.text
    assert session.query(Plan).count() == 0


def test_everything_that_is_wrong_in_a_form_is_named_at_once(office):
    answer = office.post(
        "/office/plans/add", data={**FORM, "title": "", "first": "soon", "sample-0-value": "x"}
    )
    for field in ("title", "first", "sample-0-value"):
        assert f'id="e-{field}"' in answer.text


def test_a_person_left_out_without_a_reason_is_named_at_the_field(office, make):
    certificate = make.inspector().certificate
    make.commit()
    data = {**FORM, "left_out-0-certificate": certificate, "left_out-0-reason": ""}
    answer = office.post("/office/plans/add", data=data)
    assert answer.status_code == 422
    assert 'id="e-left_out-0-reason"' in answer.text


def test_the_same_person_left_out_twice_is_refused(office, make):
    certificate = make.inspector().certificate
    make.commit()
    twice = {
        f"left_out-{n}-{key}": text
        for n in (0, 1)
        for key, text in (("certificate", certificate), ("reason", "借调"))
    }
    answer = office.post("/office/plans/add", data={**FORM, **twice})
    assert 'id="e-left_out-1-certificate"' in answer.text


def test_a_form_keeps_what_was_typed_when_it_is_refused(office):
    answer = office.post("/office/plans/add", data={**FORM, "title": "", "sample-1-value": "12.5"})
    assert 'value="12.5"' in answer.text


def test_saving_over_somebody_elses_change_is_refused(office, session, supervisor, now):
    plan = plans.add(session, supervisor, now, **COLUMNS)
    plans.edit(session, supervisor, now, plan_id=plan.id, version=1, title="别人改过")
    session.commit()
    answer = office.post(f"/office/plans/{plan.id}/edit", data={**FORM, "version": "1"})
    assert answer.status_code == 409
    assert "他人刚刚修改过" in answer.text


def test_a_plan_without_inspectors_is_not_published_and_the_numbers_are_told(
    office, session, supervisor, now
):
    plan = plans.add(session, supervisor, now, **{**COLUMNS, "team_size": 9})
    session.commit()
    answer = office.post(f"/office/plans/{plan.id}/publish", data={"version": 1})
    assert answer.status_code == 422
    assert "可抽取的组长 2 人、共 5 人，组不成一个 9 人的检查组" in answer.text


def test_the_preview_tells_strata_teams_and_visits(office):
    answer = office.get("/office/plans/preview", query_string=FORM)
    assert "从 20 个对象中抽取 5 个。" in answer.text
    assert "2 个检查组，每组检查 2 至 3 个对象。" in answer.text


def test_the_preview_says_what_is_still_needed(office):
    answer = office.get("/office/plans/preview", query_string={**FORM, "first": "", "programmes": ""})
    assert "还需要：" in answer.text
    assert "开始日期" in answer.text


def test_the_preview_names_objects_that_had_their_visits_this_year(office, campaign, session):
    draw = campaign.drawn()
    row = assignments_queries.of_draw(session, draw.id)[0]
    inspection = assignments_queries.inspection_of(session, row.id)
    inspection.state, inspection.finished_at = "published", campaign.now
    session.commit()
    capped = office.get("/office/plans/preview", query_string={**FORM, "yearly_cap": "1"})
    assert row.object.name in capped.text
    assert "今年检查已达 1 次" in capped.text
    near = office.get("/office/plans/preview", query_string=FORM).text
    assert "再检查一次就到每年 2 次的对象：1 个" in near
    assert row.object.name in near
    far = office.get("/office/plans/preview", query_string={**FORM, "yearly_cap": "3"}).text
    assert row.object.name not in far


def test_a_margin_is_turned_into_visits_and_kept_as_it_was_typed(office, session):
    kind = {"sample-0-kind": "precision-0.95", "sample-0-value": "10"}
    preview = office.get("/office/plans/preview", query_string={**FORM, **kind}).text
    assert "从 20 个对象中抽取 8 个。" in preview
    assert "共 8 次检查；可抽取的每名检查人员平均参加 3.2 次。" in preview
    refused = office.post("/office/plans/add", data={**FORM, **kind, "sample-0-value": "60"})
    assert "允许误差为" in refused.text
    page = office.post("/office/plans/add", data={**FORM, **kind}, follow_redirects=True)
    assert "合计误差不超过 ±10%（置信度 95%）" in page.text
    plan = session.query(Plan).one()
    edit = office.get(f"/office/plans/{plan.id}/edit").text
    assert '<option value="precision-0.95" selected>' in edit


def test_the_public_sees_published_plans_and_no_drafts(client, campaign, session, supervisor, now):
    shown = campaign.plan(title="公布的计划", left_out={})
    draft = plans.add(session, supervisor, now, **{**COLUMNS, "title": "草稿里的计划"})
    session.commit()
    listed = client.get("/plans/").text
    assert "公布的计划" in listed
    assert "草稿里的计划" not in listed
    assert client.get(f"/plans/{draft.id}").status_code == 404
    page = client.get(f"/plans/{shown.id}").text
    assert "每个对象每年不超过 2 次" in page


def test_nobody_left_out_of_a_plan_is_named_to_the_public(client, campaign, session, make):
    person = make.inspector()
    plan = campaign.plan(left_out={person.certificate: "MARKER借调"})
    session.commit()
    for address in ("/plans/", f"/plans/{plan.id}"):
        page = client.get(address).text
        assert person.certificate not in page
        assert "MARKER" not in page


def test_plans_are_found_by_words_programme_and_year(client, campaign, session):
    campaign.plan(title="春季抽查")
    session.commit()
    assert "春季抽查" in client.get("/plans/?q=春季&programme=market_scales&year=2026").text
    assert "没有符合条件的计划" in client.get("/plans/?q=秋季").text


def test_a_name_with_markup_is_shown_as_text(client, campaign, session):
    session.merge(Division(code="379901", zh="<b>东城</b>", en="<b>East</b>"))
    plan = campaign.plan(title="<script>alert(1)</script>")
    session.commit()
    page = client.get(f"/plans/{plan.id}").text
    assert "<script>alert" not in page
    assert "<b>东城</b>" not in page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_plans_is_complete_in_both_languages(
    office, campaign, session, supervisor, now, language
):
    draft = plans.add(
        session, supervisor, now, **{**COLUMNS, "title": "Title", "authority": "Authority", "basis": ""}
    )
    plan = campaign.plan(title="Title", authority="Authority", basis="")
    session.commit()
    for address in (
        "/office/plans/",
        "/office/plans/add",
        f"/office/plans/{draft.id}",
        f"/office/plans/{plan.id}",
        f"/plans/{plan.id}",
    ):
        answer = office.get(f"{address}?lang={language}")
        assert answer.status_code == 200
        assert ("抽样规则" in answer.text or "计划" in answer.text) is (language == "zh"), address
