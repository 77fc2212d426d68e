"""The office's pages of inspections: lists, the page of one, the review, entries that wait."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from html import unescape

import pytest

from server.domain import folding
from server.store.inspections import Inspection
from tests.web.tablets import FAILING, PASSING, carry, complete, fresh, jpeg, visit


@pytest.fixture
def inspection(make):
    return visit(make)


@pytest.fixture
def tablet(client, make, inspection):
    return carry(client, make, inspection, name="李检查")


@pytest.fixture
def office(sign_in):
    return sign_in("supervisor")


def row(session, inspection):
    return fresh(session).get(Inspection, inspection.id)


def post(office, inspection, action, **data):
    return office.post(f"/office/inspections/{inspection.id}/{action}", data=data)


def test_an_empty_list_says_so(office):
    page = office.get("/office/inspections/").text
    assert "没有等待复核的检查。" in page
    assert "没有等待公布的检查。" in office.get("/office/outcomes/").text
    assert "没有待处理的条目。" in office.get("/office/entries/").text


def test_the_reviewer_sees_that_the_code_was_shown_and_the_code_of_the_visit(office, tablet, inspection):
    tablet.send(
        tablet.entry(inspection.id, "shown", {"to": "店长"}),
        tablet.entry(inspection.id, "entry_code", {"code": "RQ<1>", "means": "scanned"}),
        tablet.entry(inspection.id, "entry_code", {"code": "误扫", "means": "typed"}),
        tablet.entry(inspection.id, "undo", {"of": tablet.made[2]["id"]}),
    )
    page = office.get(f"/office/inspections/{inspection.id}").text
    arrival = page.split('id="arrival"')[1].split("</section>")[0]
    assert "出示给：店长" in arrival
    assert "2026-03-02 09:00" in arrival
    assert "<code>RQ&lt;1&gt;</code> (扫描)" in arrival
    assert "误扫" not in arrival
    assert "误扫" in page


def test_what_waits_for_review_is_listed_with_the_days_left(office, tablet, inspection, clock):
    complete(tablet, inspection.id, FAILING)
    page = office.get("/office/inspections/").text
    assert inspection.assignment.object.name in page
    assert "李检查" in page
    assert "不符合" in page
    assert "还有 20 个工作日" in page
    assert "最迟 2026-03-30 公布（暂定：日历尚未覆盖）" in page
    clock.forward(days=25)
    assert 'class="due-near">还有 1 个工作日' in office.get("/office/inspections/").text
    clock.forward(days=10)
    assert 'class="due-past">已超过 5 个工作日' in office.get("/office/inspections/").text


@pytest.mark.parametrize(("words", "found"), [("农贸市场", True), ("没有这家", False), ("%", False)])
def test_the_list_is_searched(office, tablet, inspection, words, found):
    complete(tablet, inspection.id, PASSING)
    page = office.get(f"/office/inspections/?tab=review&q={words}").text
    assert (inspection.assignment.object.number in page) is found
    assert ("没有符合条件的检查。" in page) is not found


def test_what_is_searched_under_one_tab_can_be_searched_under_all(office, tablet, inspection):
    complete(tablet, inspection.id, PASSING)
    name = inspection.assignment.object.name
    nothing = office.get("/office/inspections/", query_string={"tab": "approved", "q": name}).text
    everywhere = re.search(r'href="([^"]*)">在全部检查中查找', nothing)[1]
    assert name in office.get(unescape(everywhere)).text.partition("<tbody>")[2]
    assert "在全部检查中查找" not in office.get("/office/inspections/?tab=all&q=没有这家").text


def test_each_inspection_stands_under_the_tab_of_its_state(office, make, client, session):
    states = {
        "review": {"state": "in_review"},
        "approved": {"state": "approved"},
        "returned": {"state": "open", "revision": 2},
        "running": {"state": "open"},
        "published": {"state": "published"},
    }
    made = {tab: visit(make, entries=3, **columns) for tab, columns in states.items()}
    untouched = visit(make)
    make.commit()
    for tab in made:
        page = office.get(f"/office/inspections/?tab={tab}").text
        shown = {key for key, other in made.items() if other.assignment.object.name in page}
        assert shown == {tab}
    everything = office.get("/office/inspections/?tab=all").text
    assert all(one.assignment.object.name in everything for one in made.values())
    assert untouched.assignment.object.name not in everything


def test_the_page_shows_record_measurements_photos_and_history(office, tablet, inspection):
    note = "<script>alert(1)</script>"
    tablet.set(inspection.id, ["checklist", "fair_scale_set", "answer"], "no")
    tablet.set(inspection.id, ["checklist", "fair_scale_set", "note"], note)
    tablet.entry(
        inspection.id,
        "violation",
        {"key": "1", "code": "unqualified_used", "note": "内部", "basis": [0], "path": None},
    )
    tablet.entry(inspection.id, "refusal", {"reason": "不愿签", "witness": "居委会赵某"})
    complete(tablet, inspection.id, FAILING, (jpeg(1),))
    page = office.get(f"/office/inspections/{inspection.id}").text
    for words in (
        "不符合",
        "测量值与限值",
        "1040",
        "使用不合格的计量器具",
        "中华人民共和国计量法",
        "不愿签",
        "居委会赵某",
    ):
        assert words in page
    assert note not in page
    assert "&lt;script&gt;" in page
    assert "检查完毕" in page
    assert page.count('class="photo-card"') == 1


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("set", {"path": ["²"], "value": "1"}),
        ("set", {"path": ["instruments", "@²", "²"], "value": "1"}),
        ("set", {"path": ["date", "x"], "value": 5}),
        ("start", {"date": "2026-03-02", "path": 5}),
        ("start", {"date": "2026-03-02", "path": [5]}),
        ("shown", {"to": "", "of": 5}),
        ("entry_code", {"code": "1", "means": "typed", "path": {"a": 1}}),
    ],
)
def test_no_entry_keeps_the_reviewer_from_the_page_and_the_paper(office, tablet, inspection, kind, body):
    assert tablet.states(tablet.entry(inspection.id, kind, body)) == ["applied"]
    assert office.get(f"/office/inspections/{inspection.id}").status_code == 200
    assert office.get(f"/office/papers/records/{inspection.id}.pdf").status_code == 200


def test_every_page_is_complete_in_english(office, tablet, inspection, make, client):
    tablet.entry(inspection.id, "dance", {})
    tablet.entry(inspection.id, "not_possible", {"reason": "closed"})
    tablet.entry(inspection.id, "undo", {"of": tablet.made[-1]["id"]})
    complete_with_waiting(tablet, inspection)
    other = visit(make)
    complete(carry(client, make, other), other.id, FAILING, (jpeg(3),))
    for path in (
        f"/office/inspections/{inspection.id}",
        f"/office/inspections/{other.id}",
        "/office/inspections/",
        "/office/inspections/?tab=all",
        "/office/entries/",
        "/office/outcomes/",
    ):
        page = office.get(f"{path}?lang=en" if "?" not in path else f"{path}&lang=en").text
        main = page[page.index("<main") : page.index("</main>")]
        for told in (
            inspection.assignment.object.name,
            other.assignment.object.name,
            inspection.assignment.object.address,
            other.assignment.object.address,
        ):
            main = main.replace(told, "")
        main = re.sub(r"<pre.*?</pre>", "", main, flags=re.S)
        left = re.findall(r"[\u4e00-\u9fff]+", main)
        assert set(left) <= DATA, (path, set(left) - DATA)


#: Names and titles of the test's register, in the language of the register.
DATA = {"三月抽取", "李检查", "平板", "检查员", "铭牌"}


def complete_with_waiting(tablet, inspection):
    """Close a visit that has an entry in quarantine."""
    tablet.record(inspection.id, PASSING)
    tablet.entry(inspection.id, "finish", {"operations": tablet.seq})
    tablet.send(*tablet.made)
    tablet.finish(inspection.id, tablet.seq)


def test_a_review_from_conflict_to_publication(office, client, make, session, tablet, inspection):
    colleague = carry(client, make, inspection, position=1, name="王检查")
    theirs = colleague.set(inspection.id, ["stage"], "verification")
    colleague.entry(inspection.id, "finish", {"operations": 1})
    colleague.send(*colleague.made)
    complete(tablet, inspection.id, PASSING, (jpeg(1), jpeg(2)))
    colleague.finish(inspection.id, 2)
    page = office.get(f"/office/inspections/{inspection.id}").text
    assert "两名检查人员的记录不一致" in page
    assert "李检查" in page
    assert "王检查" in page
    blocked = post(office, inspection, "approve", **{"revision": 1, "category-market_scales": "no_problem"})
    assert blocked.status_code == 409
    assert "还有 1 处两名检查人员的记录不一致" in blocked.text
    chosen = post(office, inspection, "choose", path='["stage"]', operation_id=theirs["id"])
    assert chosen.status_code == 302
    digest = hashlib.sha256(jpeg(1)).hexdigest()
    assert post(office, inspection, f"photos/{digest}", public="yes").status_code == 302
    missing = post(office, inspection, "approve", revision=1)
    assert missing.status_code == 422
    assert "请选择检查结果。" in missing.text
    assert 'href="#f-category-market_scales"' in missing.text
    approved = post(office, inspection, "approve", **{"revision": 1, "category-market_scales": "no_problem"})
    assert approved.status_code == 302
    assert inspection.assignment.object.name in office.get("/office/outcomes/").text
    published = post(office, inspection, "publish")
    assert published.status_code == 302
    assert row(session, inspection).state == "published"
    page = office.get(published.location).text
    assert "2026-000001" in page
    again = post(office, inspection, "publish")
    assert again.status_code == 409
    assert "当前状态为“已公布”" in again.text


def test_nothing_is_preset_in_the_choice_of_a_result(office, tablet, inspection):
    complete(tablet, inspection.id, PASSING)
    page = office.get(f"/office/inspections/{inspection.id}").text
    choice = page[page.index('<select class="form-select') : page.index("</select>")]
    assert "selected" not in choice
    assert choice.count("<option") == 10
    assert '<option value="">请选择（不预设）</option>' in choice


def test_returning_is_seen_by_the_tablet(office, session, tablet, inspection):
    complete(tablet, inspection.id, PASSING)
    refused = post(office, inspection, "return", revision=1, reason="")
    assert refused.status_code == 422
    assert "必须写明理由。" in refused.text
    assert post(office, inspection, "return", revision=1, reason="补拍铭牌").status_code == 302
    (one,) = tablet.get("bundle").json["assignments"]
    assert (one["revision"], one["return_reason"]) == (2, "补拍铭牌")
    assert inspection.assignment.object.name in office.get("/office/inspections/?tab=returned").text


def test_a_record_that_cannot_be_judged_names_its_field(office, tablet, inspection):
    complete(
        tablet, inspection.id, {**PASSING, "instruments": [{**PASSING["instruments"][0], "max": "many"}]}
    )
    page = office.get(f"/office/inspections/{inspection.id}").text
    assert "记录无法判定" in page
    assert "衡器 / 1 / 最大秤量" in page


def test_photos_are_sent_to_the_office_only_and_only_of_their_inspection(
    office, client, make, tablet, inspection
):
    complete(tablet, inspection.id, PASSING, (jpeg(1),))
    other = visit(make)
    make.commit()
    digest = hashlib.sha256(jpeg(1)).hexdigest()
    address = f"/office/inspections/{inspection.id}/photos/{digest}"
    assert office.get(address).data == jpeg(1)
    assert office.get(f"{address}?size=small").mimetype == "image/jpeg"
    assert office.get(f"/office/inspections/{other.id}/photos/{digest}").status_code == 404
    assert office.get(f"/office/inspections/{inspection.id}/photos/{'0' * 64}").status_code == 404
    assert client.get(address).status_code == 302


def test_what_was_drawn_stands_above_a_photo_that_stays_as_it_is(office, client, tablet, inspection):
    digest = hashlib.sha256(jpeg(1)).hexdigest()
    for points in ([0, 0, 10000, 5000], [7, 7, 7, 7]):
        tablet.entry(inspection.id, "stroke", {"sha256": digest, "points": points})
    tablet.entry(inspection.id, "undo", {"of": tablet.made[-1]["id"]})
    complete(tablet, inspection.id, PASSING, (jpeg(1),))
    assert "有标注（1 笔）" in office.get(f"/office/inspections/{inspection.id}").text
    address = f"/office/inspections/{inspection.id}/photos/{digest}"
    page = office.get(f"{address}/view").text
    assert page.count("<polyline") == 2 and 'points="0,0 10000,5000"' in page
    assert 'id="strokes-shown"' in page
    assert office.get(address).data == jpeg(1)
    assert office.get(f"/office/inspections/{inspection.id}/photos/{'0' * 64}/view").status_code == 404
    assert client.get(f"{address}/view").status_code == 302


def test_entries_that_wait_are_dealt_with_on_their_page(office, client, make, session, tablet, inspection):
    senseless = tablet.entry(inspection.id, "dance", {"step": "<b>one</b>"})
    tablet.send(senseless)
    complete_late(tablet, inspection)
    page = office.get("/office/entries/").text
    assert "不认识的条目类型。" in page
    assert "不再接收条目" in page
    assert "&lt;b&gt;one&lt;/b&gt;" in page
    assert office.get("/office/inspections/").text.count('tab-count-due">2<') == 1
    ids = dict(
        re.findall(r'entry-form" action="/office/entries/([a-z-]+)">.*?name="id" value="([^"]+)"', page, re.S)
    )
    refused = office.post("/office/entries/apply", data={"id": ids["apply"], "reason": ""})
    assert (refused.status_code, "必须写明理由。" in refused.text) == (422, True)
    assert (
        office.post("/office/entries/apply", data={"id": ids["apply"], "reason": "迟到"}).status_code == 302
    )
    assert (
        office.post("/office/entries/see", data={"id": ids["see"], "reason": "程序错误"}).status_code == 302
    )
    assert "没有待处理的条目。" in office.get("/office/entries/").text
    assert row(session, inspection).folded["record"]["stage"] == "verification"


def test_a_refused_reason_stays_in_its_own_form_with_what_is_wrong(office, session, tablet, inspection):
    tablet.send(tablet.entry(inspection.id, "dance", {}))
    complete_late(tablet, inspection)
    page = office.get("/office/entries/").text
    sent, other = re.findall(r'entry-form".*?name="id" value="([^"]+)"', page, re.S)
    typed = "长" * 501
    refused = office.post("/office/entries/apply", data={"id": sent, "reason": typed})
    assert refused.status_code == 422
    assert f'href="#f-reason-{sent}"' in refused.text
    assert f'id="e-reason-{sent}"' in refused.text
    assert f'id="e-reason-{other}"' not in refused.text
    assert refused.text.count(f'value="{typed}"') == 1


def complete_late(tablet, inspection):
    """An entry that comes when the review has begun."""
    from server.services.inspections import complete_without
    from server.web.database import db

    tablet.send(*tablet.record(inspection.id, PASSING))
    with tablet.client.application.app_context():
        from zoneinfo import ZoneInfo

        from server.services.actors import Actor

        actor = Actor("x", "supervisor", "supervisor")
        zone = ZoneInfo("Asia/Shanghai")
        complete_without(db.session(), actor, tablet.now, inspection_id=inspection.id, reason="x", zone=zone)
        db.session.commit()
    assert tablet.states(tablet.set(inspection.id, ["stage"], "verification")) == ["failed"]


def test_an_entry_for_what_is_published_is_only_offered_to_be_left_out(office, session, tablet, inspection):
    complete_late(tablet, inspection)
    for state, offered, said in (("approved", True, "需要重新通过"), ("published", False, "请发布更正")):
        row(session, inspection).state = state
        session.commit()
        page = office.get("/office/entries/").text
        assert said in page
        assert (">采用</button>" in page, ">不采用</button>" in page) == (offered, True)


def test_a_value_that_came_over_a_wire_is_shown_with_its_frame(office, tablet, inspection):
    path = ["instruments", "@1", "weighings", "@1", "load"]
    read = {"protocol": "mt_sics", "frame": "53205320203130302e3020670d0a"}
    wired = tablet.entry(inspection.id, "set", {"path": path, "value": "100.0", "read": read})
    assert tablet.states(wired) == ["applied"]
    page = office.get(f"/office/inspections/{inspection.id}").text
    assert "由秤的连线读入" in page and f"mt_sics {read['frame']}" in page


def test_a_gap_names_what_it_waits_for_and_can_be_passed_over(office, session, tablet, inspection):
    one, _lost, three = (tablet.set(inspection.id, ["date"], f"2026-03-0{n}") for n in range(1, 4))
    tablet.send(one, three)
    assert "正在等待 平板 7 的第 2 至 2 条。" in office.get("/office/entries/?state=held").text
    data = {"device_id": tablet.device, "reason": "存储损坏"}
    assert office.post("/office/entries/pass-gap", data=data).status_code == 302
    assert row(session, inspection).entries == 2


def test_a_lost_tablet_is_not_waited_for(office, session, tablet, inspection):
    tablet.send(*tablet.record(inspection.id, PASSING))
    for typed in ("", "长" * 501, "a\x07"):
        refused = post(office, inspection, "complete", complete_reason=typed)
        assert refused.status_code == 422
        assert 'id="e-complete_reason"' in refused.text
        assert f">{typed}</textarea>" in refused.text
    assert post(office, inspection, "complete", complete_reason="平板进水").status_code == 302
    assert row(session, inspection).state == "in_review"


@pytest.mark.parametrize("role", ["inspector", "administrator"])
def test_who_may_not_review_is_refused(sign_in, session, tablet, inspection, role):
    complete(tablet, inspection.id, PASSING)
    someone = sign_in(role)
    for action in ("approve", "return", "publish", "choose", "complete", "photos/" + "0" * 64):
        assert post(someone, inspection, action, reason="x").status_code == 403
    assert row(session, inspection).state == "in_review"


def test_the_page_says_which_record_it_shows_when_it_asks_for_approval(office, tablet, inspection, session):
    complete(tablet, inspection.id, PASSING)
    page = office.get(f"/office/inspections/{inspection.id}").text
    shown = folding.fingerprint(fresh(session).get(Inspection, inspection.id).folded)
    assert f'name="seen" value="{shown}"' in page
    answer = post(office, inspection, "approve", revision=1, seen="0" * 64)
    assert answer.status_code == 409


def test_an_unknown_inspection_is_not_found(office):
    assert office.get("/office/inspections/none").status_code == 404
    assert office.post("/office/inspections/none/approve", data={"revision": 1}).status_code == 404


@pytest.mark.parametrize("path", ["", "{", "3", '["a", 3]', '["no such field"]'])
def test_a_choice_that_makes_no_sense_is_refused(office, tablet, inspection, path):
    complete(tablet, inspection.id, PASSING)
    answer = post(office, inspection, "choose", path=path, operation_id="x")
    assert answer.status_code == 409
    assert "没有可选择的不一致记录" in answer.text


def test_a_tablets_clock_is_shown_with_its_difference(office, tablet, inspection):
    tablet.now -= timedelta(minutes=1)
    tablet.send(tablet.set(inspection.id, ["date"], "2026-03-05"), clock_offset_ms=60_000)
    assert "+60.0 秒" in office.get(f"/office/inspections/{inspection.id}").text
