"""Editions in the office: entered in a form, confirmed by another person; a programme that no line of code knows."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from server.domain.programmes import PROGRAMMES
from server.store import editions_queries
from server.store.editions import Edition
from server.store.inspections import Inspection
from server.store.inspectors import Inspector
from server.store.outcomes import Outcome
from server.store.plans import Plan
from tests.campaign import Campaign
from tests.editions import BASIS, CHECKLIST, ENDING, ENERGY, PLAN, RULES, VIOLATION, confirmed
from tests.web.tablets import Tablet, carry, complete, fresh, visit
from tests.web.test_languages import CHINESE, MEANT
from tests.web.test_languages import words as read_out

ENTER = "/office/editions/enter"
LIMITS = f"{ENTER}/limits/net_content/sampling_plan"


def form(typed: dict[str, Any]) -> dict[str, str]:
    """The fields of a form: rows of a list are named by their places."""
    plain = {name: value for name, value in typed.items() if isinstance(value, str)}
    for name, rows in typed.items():
        if isinstance(rows, list):
            plain |= {f"{name}-{n}-{key}": text for n, row in enumerate(rows) for key, text in row.items()}
    return plain


def edition(session) -> Edition:
    return (
        fresh(session).scalars(select(Edition).order_by(Edition.entered_at.desc(), Edition.id.desc())).first()
    )


def enter(client, address: str, typed: dict[str, Any]) -> str:
    answer = client.post(address, data=form(typed))
    assert answer.status_code == 302, answer.text
    return answer.location


def test_an_administrator_enters_another_confirms_and_every_process_sees_it(sign_in, session, app):
    first, second = sign_in("administrator"), sign_in("administrator")
    page = first.get(LIMITS).text
    assert 'value="JJF1070-2023"' in page, "the edition whose numbers are missing is offered"
    assert "待确认的版本" not in second.get("/office/").text
    address = enter(first, LIMITS, PLAN)
    assert "<strong>1</strong> 待确认的版本" in second.get("/office/").text
    assert "自己录入的不能自己确认" in first.get(address).text
    assert first.post(f"{address}/confirm").status_code == 403
    record = {
        "date": "2026-03-05",
        "product": {"name": "糖", "kind": "mass", "nominal": "500", "unit": "g"},
        "lot": {"size": 60},
        "packages": [{"net": "500"}] * 11,
    }
    judge = lambda: first.post("/api/evaluate/net_content", json=record).json["figures"]["sample_size"]  # noqa: E731
    assert judge() == 13
    assert "已确认" in second.post(f"{address}/confirm", follow_redirects=True).text
    assert judge() == 11
    assert edition(session).decided_name != edition(session).entered_name
    assert "已知" in second.get("/office/editions/in-force?programme=net_content").text
    named = {**record, "options": {"plan": "JJF1070-1999"}}
    answer = first.post("/api/evaluate/net_content?lang=en", json=named)
    assert (answer.status_code, answer.json["at"]) == (422, "options/plan")


def test_what_a_closed_account_entered_is_confirmed_by_whoever_is_told_so(sign_in, session, close_account):
    first, second = sign_in("administrator"), sign_in("supervisor")
    address = enter(first, LIMITS, PLAN)
    assert "的账号此后已停用" not in second.get(address).text
    name = edition(session).entered_name
    close_account(name)
    assert f"{name} 的账号此后已停用" in second.get(address).text
    assert first.post(f"{address}/withdraw").status_code == 401
    assert "已确认" in second.post(f"{address}/confirm", follow_redirects=True).text
    assert edition(session).state == "confirmed"


def test_what_is_wrong_is_named_at_its_cell_and_what_was_typed_stays(sign_in, session):
    rows = [dict(row) for row in PLAN["rows"]]
    rows[1]["from"] = "20"
    answer = sign_in("administrator").post(LIMITS, data=form({**PLAN, "source": "", "rows": rows}))
    assert answer.status_code == 422
    assert 'id="e-source"' in answer.text
    assert 'value="20"' in answer.text
    answer = sign_in("administrator").post(LIMITS, data=form({**PLAN, "rows": rows}))
    assert 'id="e-rows-1-from"' in answer.text
    assert "有空缺" in answer.text
    assert edition(session) is None


def test_a_plan_of_other_rules_that_waits_for_its_numbers_is_offered(sign_in):
    client = sign_in("administrator")
    page = client.get("/office/editions/in-force?programme=net_content").text
    assert f"{LIMITS}?id=OIML-R87-2016" in page
    assert "NIST" in page
    assert 'value="OIML-R87-2016"' in client.get(f"{LIMITS}?id=OIML-R87-2016").text
    assert 'value="JJF1070-2023"' in client.get(f"{LIMITS}?id=nobody").text


def test_more_rows_and_rows_taken_away(sign_in, session):
    client = sign_in("administrator")
    page = client.post(LIMITS, data={**form(PLAN), "more": "yes", "rows-1-drop": "yes"}).text
    assert 'name="rows-11-from"' in page
    assert 'name="rows-2-from" value=""' in page.replace('id="f-rows-2-from" ', "")
    assert edition(session) is None


@pytest.mark.parametrize("role", ["supervisor", "inspector"])
def test_only_an_administrator_enters(sign_in, session, role):
    assert sign_in(role).post(LIMITS, data=form(PLAN)).status_code == 403
    assert edition(session) is None


def test_a_supervisor_declines_with_a_reason_and_a_withdrawn_one_cannot_be_confirmed(sign_in, session):
    administrator, supervisor = sign_in("administrator"), sign_in("supervisor")
    address = enter(administrator, LIMITS, PLAN)
    assert "必须写明理由" in supervisor.post(f"{address}/decline", data={"reason": " "}).text
    supervisor.post(f"{address}/decline", data={"reason": "与原文不符"})
    assert edition(session).state == "declined"
    assert "与原文不符" in administrator.get(address).text
    address = enter(administrator, LIMITS, PLAN)
    administrator.post(f"{address}/withdraw")
    assert supervisor.post(f"{address}/confirm").status_code == 409


def test_the_lists_are_searched_and_say_when_they_are_empty(sign_in, session, now):
    client = sign_in("supervisor")
    assert "没有符合条件的录入" in client.get("/office/editions/").text
    confirmed(session, now, "limits", "net_content", PLAN)
    session.commit()
    for query, found in (
        ("q=1070", True),
        ("q=nothing", False),
        ("kind=basis", False),
        ("state=confirmed", True),
    ):
        assert ("JJF 1070-2023 5.2" in client.get(f"/office/editions/?{query}").text) is found, query
    assert client.get("/office/editions/nothing").status_code == 404
    assert sign_in("administrator").get(f"{ENTER}/limits/net_content/nothing").status_code == 404


def test_a_basis_of_the_province_is_offered_chosen_reviewed_and_published(
    sign_in, session, client, make, now
):
    administrator, supervisor = sign_in("administrator"), sign_in("supervisor")
    address = enter(administrator, f"{ENTER}/basis/market_scales", BASIS)
    supervisor.post(f"{address}/confirm")
    basis = edition(session).id
    inspection = visit(make)
    tablet = carry(client, make, inspection)
    tables = tablet.get("bundle").json["programmes"]["market_scales"]
    offered = next(one for one in tables["violations"] if one["code"] == "unverified")["bases"]
    assert offered[-1]["id"] == basis
    tablet.entry(inspection.id, "start", {"date": "2026-03-02", "catalogue": tables["catalogue"]})
    tablet.entry(inspection.id, "violation", {"key": "v1", "code": "unverified", "basis": [0, basis]})
    record = {
        "date": "2026-03-05",
        "stage": "in_service",
        "checklist": {"metrology_system": {"answer": "yes"}},
    }
    complete(tablet, inspection.id, record)
    page = supervisor.get(f"/office/inspections/{inspection.id}").text
    assert "测试省 · 测试省计量条例 第30条 · 责令停止使用，可以并处罚款 · 500元以上2000元以下" in page
    assert page.count("检查人员所选") == 2
    base = f"/office/inspections/{inspection.id}"
    approved = supervisor.post(
        f"{base}/approve", data={"revision": 1, "category-market_scales": "open_matter"}
    )
    assert approved.status_code == 302, approved.text
    assert supervisor.post(f"{base}/publish").status_code == 302
    public = client.get("/outcomes/2026-000001?lang=en").text
    assert "Test Province · Metrology Regulations of Test Province" in public
    assert "CNY 500 to 2,000" in public
    (outcome,) = fresh(session).scalars(select(Outcome)).all()
    chosen = json.loads(outcome.content)["violations"][0]["basis"]
    assert [one.get("id") for one in chosen] == [None, basis]


def test_rules_on_units_are_entered_in_the_browser_and_mark_texts(sign_in, session, client):
    administrator, supervisor = sign_in("administrator"), sign_in("supervisor")
    address = f"{ENTER}/rules/legal_units/unit_rules"
    assert address in administrator.get("/office/editions/in-force?programme=legal_units").text
    page = administrator.get(address).text
    assert 'name="without" id="without-0" value="斤/市斤"' in page
    assert "请检查人员判断" in page
    assert "{text}" not in page
    wrong = [RULES["rows"][0] | {"forms": "kg"}]
    answer = administrator.post(address, data=form({**RULES, "rows": wrong, "without": "ml"}))
    assert answer.status_code == 422
    assert 'id="e-rows-0-forms"' in answer.text
    assert 'value="ml" checked' in answer.text
    assert edition(session) is None
    entered = enter(administrator, address, {**RULES, "without": "ml"})
    page = supervisor.get(entered).text
    for words in ("石/担", "石、担", "数字、斜线或“每”之后", "不再适用的规则", "ml"):
        assert words in page, words
    assert supervisor.post(f"{entered}/confirm").status_code == 302
    record = {"date": "2026-04-01", "texts": [{"text": "5担 500ml"}]}
    judged = client.post("/api/evaluate/legal_units", json=record).json
    assert [one["text"] for one in judged["figures"]["texts"][0]["found"]] == ["担"]
    earlier = client.post("/api/evaluate/legal_units", json={**record, "date": "2026-03-31"}).json
    assert [one["text"] for one in earlier["figures"]["texts"][0]["found"]] == ["ml"]
    assert administrator.get(f"{ENTER}/rules/legal_units/levels").status_code == 404
    assert administrator.get(f"{ENTER}/rules/market_scales/mpe").status_code == 404


@pytest.mark.parametrize(
    "form_of",
    [
        "limits/net_content/sampling_plan",
        "rules/legal_units/unit_rules",
        "checklist",
        "basis/market_scales",
        "violation/market_scales",
        "ending/market_scales/unverified/1",
    ],
)
def test_every_form_speaks_english_as_well(sign_in, form_of):
    page = sign_in("administrator").get(f"{ENTER}/{form_of}?lang=en").text
    assert set(CHINESE.findall(read_out(page))) - MEANT == set()


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_list_of_what_is_in_force_speaks_english_as_well(sign_in, programme):
    address = f"/office/editions/in-force?programme={programme}&lang=en"
    page = sign_in("administrator").get(address).text
    assert set(CHINESE.findall(read_out(page))) - MEANT == set()


def test_a_violation_and_the_end_of_a_basis_are_entered_in_the_browser(sign_in, session, client, make):
    administrator, supervisor = sign_in("administrator"), sign_in("supervisor")
    in_force = "/office/editions/in-force?programme=market_scales"
    page = administrator.get(in_force).text
    assert f"{ENTER}/violation/market_scales" in page
    assert f"{ENTER}/ending/market_scales/unverified/1" in page
    assert "/ending/" not in supervisor.get(in_force).text
    asked = administrator.get(f"{ENTER}/violation/market_scales").text
    assert 'name="findings" id="finding-seal_broken"' in asked
    wrong = administrator.post(f"{ENTER}/violation/market_scales", data={**VIOLATION, "en": "", "code": "X"})
    assert wrong.status_code == 422
    assert 'value="seal_broken" checked' in wrong.text
    assert "擅自开启铅封" in wrong.text
    address = enter(
        administrator, f"{ENTER}/violation/market_scales", VIOLATION | {"findings": "seal_broken"}
    )
    assert "Seal opened without leave" in supervisor.get(address).text
    assert supervisor.post(f"{address}/confirm").status_code == 302
    assert edition(session).kind == "violation"
    assert json.loads(edition(session).content)["violation"]["findings"] == ["seal_broken"]
    assert "擅自开启铅封" in supervisor.get(in_force).text

    ending = f"{ENTER}/ending/market_scales/unverified/1"
    assert "第11条、第22条、第43条" in administrator.get(ending).text
    wrong = administrator.post(ending, data={**ENDING, "to": "1.3.2026"})
    assert (wrong.status_code, 'id="e-to"' in wrong.text) == (422, True)
    address = enter(administrator, ending, ENDING)
    page = supervisor.get(f"{address}?lang=en").text
    assert "2026-03-01" in page
    assert "unverified" not in page, "the violation is named in words"
    assert supervisor.post(f"{address}/confirm").status_code == 302
    assert "– 2026-03-01" in supervisor.get(in_force).text
    for gone in ("ending/market_scales/unverified/9", "ending/nobody/unverified/0", "violation/nobody"):
        assert administrator.get(f"{ENTER}/{gone}").status_code == 404

    fresh(session)
    inspection = visit(make)
    tablet = carry(client, make, inspection)
    tables = tablet.get("bundle").json["programmes"]["market_scales"]
    added = next(one for one in tables["violations"] if one["code"] == "seal_opened")
    assert (added["from"], added["to"], added["bases"]) == ("2026-01-01", None, [])
    assert tables["texts"]["violation.seal_opened"]["en"] == "Seal opened without leave"
    ended = next(one for one in tables["violations"] if one["code"] == "unverified")["bases"]
    assert [one.get("to") for one in ended] == [None, "2026-03-01"]


def test_a_programme_entered_in_the_browser_is_planned_drawn_inspected_and_published(
    sign_in, session, client, make, now, clock
):
    administrator, supervisor = sign_in("administrator"), sign_in("supervisor")
    address = enter(administrator, f"{ENTER}/checklist", {"programme": ENERGY, **CHECKLIST})
    assert "能效标识" not in supervisor.get("/office/plans/add").text, (
        "it does not count before it is confirmed"
    )
    assert supervisor.post(f"{address}/confirm").status_code == 302
    assert "Energy labels" in supervisor.get("/office/plans/add?lang=en").text
    assert {"code": ENERGY, "zh": "能效标识", "en": "Energy labels"} in client.get("/api/programmes").json[
        "programmes"
    ]

    objects_are_registered_and_a_draw_is_made(session, make, now, clock)
    inspection = session.scalars(select(Inspection).where(Inspection.programme == ENERGY)).first()
    inspector = session.scalars(select(Inspector)).first()
    tablet = Tablet(client, make.user("inspector", inspector_id=inspector.id).username, clock.now)
    make.commit()
    bundle = tablet.enrol().get("bundle").json
    tables = bundle["programmes"][bundle["assignments"][0]["tables"]]
    assert tables["texts"]["check.label_shown"]["en"] == "The product carries an energy label"
    assert [section["id"] for section in tables["form"]["sections"]] == ["visit", "checklist", "instruments"]

    a_newer_edition_changes_nothing_of_a_visit_that_has_begun(
        administrator, supervisor, tablet, inspection, tables
    )
    answers = {"label_shown": {"answer": "no"}, "label_filed": {"answer": "yes"}}
    fridge = {"serial": "F-1", "checklist": {"class_agrees": {"answer": "yes"}}}
    tablet.entry(inspection.id, "violation", {"key": "v1", "code": "label_shown", "basis": []})
    complete(tablet, inspection.id, {"date": "2026-03-05", "checklist": answers, "instruments": [fridge]})
    page = supervisor.get(f"/office/inspections/{inspection.id}").text
    assert "Check not met: The product carries an energy label" in page
    base = f"/office/inspections/{inspection.id}"
    supervisor.post(f"{base}/approve", data={"revision": 1, f"category-{ENERGY}": "open_matter"})
    assert supervisor.post(f"{base}/publish").status_code == 302

    public = client.get("/outcomes/2026-000001?lang=en").text
    for words in (
        "Energy labels",
        "The product carries an energy label",
        "Measures on energy efficiency labels",
    ):
        assert words in public, words
    (outcome,) = fresh(session).scalars(select(Outcome)).all()
    content = json.loads(outcome.content)
    assert (content["verdict"], content["catalogue"]) == ("fail", 1)
    assert [one["id"] for one in content["result"]["editions"]] == ["energy-2026"]
    named = {**content["record"], "options": {"checklist": "energy-2026"}}
    assert client.post(f"/api/evaluate/{ENERGY}", json=named).json == content["result"]
    newest = client.post(f"/api/evaluate/{ENERGY}", json=content["record"])
    assert newest.json["at"] == "instruments/0/checklist", "an item that the newest edition has not"
    assert client.get(f"/api/outcomes?programme={ENERGY}").json["total"] == 1
    assert client.get("/api/outcomes?programme=nobody").status_code == 422


def objects_are_registered_and_a_draw_is_made(session, make, now, clock) -> None:
    campaign = Campaign(session, make, now)
    make.division("379901")
    for _ in range(3):
        make.object(programmes=(ENERGY,))
    make.inspector(programmes=(ENERGY,), role="lead")
    make.inspector(programmes=(ENERGY,))
    rule = [{"division": "*", "risk_class": "*", "number": 1}]
    draw = campaign.drawn(plan=campaign.plan(programmes=[ENERGY], title="能效标识抽查", sample=rule))
    assert list(session.get(Plan, draw.plan_id).programmes) == [ENERGY]
    make.commit()
    clock.now = campaign.later()


def a_newer_edition_changes_nothing_of_a_visit_that_has_begun(
    administrator, supervisor, tablet, inspection, tables
) -> None:
    """The visit began offline with what the tablet had; its entry arrives after the new edition was confirmed."""
    newer = {**CHECKLIST, "id": "energy-2026b", "replaces": "energy-2026", "items": CHECKLIST["items"][:2]}
    newer["items"] = [{**newer["items"][0], "severity": "hint"}, newer["items"][1]]
    address = enter(administrator, f"{ENTER}/checklist?of={ENERGY}", newer | {"programme": ENERGY})
    assert supervisor.post(f"{address}/confirm").status_code == 302
    start = tablet.entry(inspection.id, "start", {"date": "2026-03-02", "catalogue": tables["catalogue"]})
    assert tablet.states(start) == ["applied"]
    bundle = tablet.get("bundle").json
    (assignment,) = bundle["assignments"]
    assert assignment["tables"] == f"{ENERGY}@1"
    assert bundle["programmes"][assignment["tables"]] == tables


def test_a_tablet_cannot_name_a_state_that_this_server_does_not_have(session, client, make, now):
    confirmed(session, now, "limits", "net_content", PLAN)
    inspection = visit(make, "net_content")
    tablet = carry(client, make, inspection)
    assert tablet.states(tablet.entry(inspection.id, "start", {"date": "2026-03-02", "catalogue": 9})) == [
        "applied"
    ]
    assert fresh(session).get(Inspection, inspection.id).catalogue == 1
    wrong = tablet.send(tablet.entry(inspection.id, "start", {"date": "2026-03-02", "catalogue": "1"}))
    assert wrong[0]["state"] != "applied"


def test_a_tablet_cannot_choose_limits_that_were_replaced_before_its_visit_was_drawn(
    session, client, make, now, clock
):
    confirmed(session, now, "limits", "net_content", PLAN)
    make.commit()
    make.now = clock.forward(hours=1)
    inspection = visit(make, "net_content")
    tablet = carry(client, make, inspection)
    assert tablet.get("bundle").json["programmes"]["net_content"]["catalogue"] == 1
    assert tablet.states(tablet.entry(inspection.id, "start", {"date": "2026-03-02", "catalogue": 0})) == [
        "applied"
    ]
    assert fresh(session).get(Inspection, inspection.id).catalogue == 1


@pytest.mark.parametrize("claimed", [-1, "1", None, [1]])
def test_only_a_start_says_what_tables_the_tablet_had(session, client, make, now, claimed):
    confirmed(session, now, "limits", "net_content", PLAN)
    inspection = visit(make, "net_content")
    tablet = carry(client, make, inspection)
    body = {"path": ["stage"], "value": "in_service", "catalogue": claimed}
    assert tablet.states(tablet.entry(inspection.id, "set", body)) == ["applied"]
    assert fresh(session).get(Inspection, inspection.id).catalogue == 1


def test_a_catalogue_is_read_once_for_the_same_entries(session, now):
    confirmed(session, now, "limits", "net_content", PLAN)
    assert editions_queries.current(session) is editions_queries.current(session)
