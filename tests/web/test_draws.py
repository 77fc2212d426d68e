"""The office's pages of draws and assignments, and the ceremony's screen."""

import pytest

from server.domain import beacon
from server.store import assignments_queries, teams_queries
from server.store.draws import Draw
from server.store.inspectors import Inspector, Recusal
from server.web.database import db
from server.web.office import draw_pages
from tests import archival
from tests.campaign import Campaign
from tests.domain.test_entropy import ROUND, SIGNATURE

WHOLE = [{"division": "*", "risk_class": "*", "ratio": "1"}]


@pytest.fixture
def campaign(session, make, now):
    campaign = Campaign(session, make, now)
    campaign.objects = campaign.register()
    make.commit()
    return campaign


@pytest.fixture
def office(campaign, sign_in, clock):
    clock.forward(days=1)
    return sign_in("supervisor")


def test_a_draw_is_led_through_its_steps_on_the_ceremonys_screen(office, campaign, session, clock):
    plan = campaign.plan()
    session.commit()
    page = office.get(f"/office/draws/new?plan_id={plan.id}").text
    assert "从 20 个对象中抽取 4 个。" in page
    answer = office.post("/office/draws/new", data={"plan_id": plan.id, "entropy_source": "二十枚骰子"})
    assert answer.status_code == 302
    draw = session.query(Draw).one()
    screen = office.get(answer.location).text
    assert all(f"<span>{draw.commitment[n : n + 8]}</span>" in screen for n in range(0, 64, 8))
    assert "<svg" in screen
    clock.forward(minutes=1)
    data = {"value": "3 1 4", "repeated": "3 1 4"}
    screen = office.post(f"/office/draws/{draw.id}/entropy", data=data).text
    assert "约值 10 比特，这次抽取约需 11 比特" in screen
    assert 'id="e-accepted"' in screen
    data |= {"accepted": "1"}
    screen = office.post(f"/office/draws/{draw.id}/entropy", data=data, follow_redirects=True).text
    assert "3 1 4" in screen
    answer = office.post(f"/office/draws/{draw.id}/draw")
    screen = office.get(answer.location).text
    assert 'data-reveal="yes"' in screen
    session.rollback()
    for row in assignments_queries.of_draw(session, draw.id):
        assert row.object.name in screen
    answer = office.post(f"/office/draws/{draw.id}/open", follow_redirects=True)
    assert "已公开" in answer.text


@pytest.mark.parametrize(
    ("value", "repeated", "field", "words"),
    [
        ("1 2 3", "1 2 4", "repeated", "两人输入的公开值不一致"),
        ("", "", "value", "公开值须为 1 至 1000 个字符"),
        ("1\t2", "1\t2", "value", "不得含有换行"),
    ],
)
def test_a_bad_public_value_is_named_at_its_field(office, campaign, session, value, repeated, field, words):
    draw = campaign.committed()
    session.commit()
    answer = office.post(f"/office/draws/{draw.id}/entropy", data={"value": value, "repeated": repeated})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'id="e-{field}"' in answer.text


def test_each_source_has_its_own_pair_of_fields(office, campaign, session, clock):
    plan = campaign.plan()
    session.commit()
    screen = office.get(f"/office/draws/new?plan_id={plan.id}").text
    assert "4 枚十面骰子就够" in screen
    data = {
        "plan_id": plan.id,
        "source-dice": "1",
        "source-dice-count": "x",
        "source-lottery": "1",
        "source-lottery-text": "排列五",
        "source-lottery-outcomes": "100000",
    }
    answer = office.post("/office/draws/new", data=data)
    assert answer.status_code == 422
    assert 'id="e-source-dice-count"' in answer.text
    office.post("/office/draws/new", data={**data, "source-dice-count": "3"})
    session.rollback()
    draw = session.query(Draw).one()
    clock.forward(minutes=1)
    typed = {"value-0": "123", "repeated-0": "123", "value-1": "40517", "repeated-1": "40518"}
    answer = office.post(f"/office/draws/{draw.id}/entropy", data=typed)
    assert answer.status_code == 422
    assert 'id="e-repeated-1"' in answer.text
    answer = office.post(f"/office/draws/{draw.id}/entropy", data={**typed, "repeated-1": "40517"})
    assert answer.status_code == 302
    public = office.get(f"/draws/{draw.id}").text
    assert "1 2 3 | 40517" in public
    assert "公开值约值 27 比特；这次抽取约需 11 比特。" in public


def test_a_beacons_signature_is_worked_out_once_and_while_no_transaction_is_open(
    app, office, campaign, session, monkeypatch
):
    monkeypatch.setattr(beacon, "first_round", lambda now, minutes: ROUND)
    draw = campaign.committed(sources=[{"kind": "beacon", "minutes": 5}])
    session.commit()
    seen, load = [], beacon._load
    monkeypatch.setattr(beacon, "_load", lambda: seen.append(db.session().in_transaction()) or load())
    beacon.verified.cache_clear()
    data = {"value": SIGNATURE, "repeated": SIGNATURE.upper()}
    assert office.post(f"/office/draws/{draw.id}/entropy", data=data).status_code == 302
    assert seen == [False]
    page = office.get(f"/draws/{draw.id}?lang=en").text
    assert draw.entropy_source in page
    assert f"the signature of round {ROUND} of drand quicknet" in page


def test_a_used_public_value_names_the_draw_that_used_it(office, campaign, session):
    campaign.sealed(value="7 7")
    draw = campaign.committed()
    session.commit()
    answer = office.post(f"/office/draws/{draw.id}/entropy", data={"value": "7 7", "repeated": "7 7"})
    assert answer.status_code == 409
    assert "已用于抽取 D2026-0001" in answer.text


def test_a_commitment_without_a_named_source_is_refused_at_the_field(office, campaign, session):
    plan = campaign.plan()
    session.commit()
    answer = office.post("/office/draws/new", data={"plan_id": plan.id, "entropy_source": " "})
    assert answer.status_code == 422
    assert 'id="e-entropy_source"' in answer.text
    assert session.query(Draw).count() == 0


def test_the_office_never_sees_the_secret_before_the_draw_is_opened(office, campaign, session):
    draw = campaign.drawn()
    session.commit()
    for page in ("", "/ceremony", "/minutes"):
        text = office.get(f"/office/draws/{draw.id}{page}").text
        assert draw.secret not in text
        assert draw.seed not in text


def test_the_office_sees_who_is_spare_and_who_was_left_out_and_why(office, campaign, session, make):
    away = make.inspector(name="赵远行", programmes=("eyewear",))
    draw = campaign.drawn()
    session.commit()
    text = office.get(f"/office/draws/{draw.id}").text
    assert "备用 1 人（剩下的人不够再组成一组）：" in text
    assert f"赵远行（{away.certificate}）：没有这一检查事项的资格" in text
    seated = {one.certificate for team in teams_queries.of_draw(session, draw.id).values() for one in team}
    (spare,) = {line.split("\t")[0] for line in draw.roster_tsv.decode().splitlines()} - seated
    assert f"（{spare}）</p>" in text
    assert "剩下的人不够再组成一组" in office.get(f"/office/plans/{draw.plan_id}").text


def test_a_void_draw_says_why_and_offers_no_step(office, campaign, session):
    draw = campaign.sealed()
    session.commit()
    assert "必须写明理由" in office.post(f"/office/draws/{draw.id}/void", data={"reason": ""}).text
    text = office.post(
        f"/office/draws/{draw.id}/void", data={"reason": "名单有误"}, follow_redirects=True
    ).text
    assert "名单有误" in text
    assert f"/office/draws/{draw.id}/draw" not in text
    assert office.post(f"/office/draws/{draw.id}/draw").status_code == 409


def test_the_minutes_hold_what_witnesses_sign(office, campaign, session):
    draw = campaign.opened()
    session.commit()
    text = office.get(f"/office/draws/{draw.id}/minutes").text
    assert draw.entropy in text
    assert "见证人" in text


def test_the_minutes_are_given_as_a_file_with_the_names_that_were_typed(office, campaign, session):
    draw = campaign.opened()
    session.commit()
    address = f"/office/draws/{draw.id}/minutes.pdf"
    plain = office.get(address)
    assert plain.content_type == "application/pdf"
    assert plain.headers["Content-Disposition"] == 'attachment; filename="D2026-0001.pdf"'
    assert plain.data == office.get(address).data
    named = office.post(address, data={"witnesses": " 王芳 \n\n李\t伟\n"}).data
    assert named != plain.data
    assert named == office.post(address, data={"witnesses": "王芳\n李 伟"}).data
    english = office.get(f"{address}?lang=en").data
    assert english != plain.data
    for one, words in ((named, ("见证人", "王芳", "李 伟")), (english, ("Witnesses",))):
        assert archival.faults(one) == []
        assert {*words, draw.number} - {
            word for word in (*words, draw.number) if word in archival.text(one)
        } == set()


@pytest.mark.parametrize("reached", ["committed", "sealed", "drawn"])
def test_minutes_can_be_made_at_every_step_and_hold_no_secret(office, campaign, session, reached):
    draw = getattr(campaign, reached)()
    session.commit()
    said = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(draw_pages, "pdf", lambda minutes: said.append(minutes) or b"%PDF")
        office.get(f"/office/draws/{draw.id}/minutes.pdf")
    assert "".join(said[0].commitment) == draw.commitment
    assert draw.secret not in str(said)
    assert (draw.seed or "no seed") not in str(said)


def test_an_object_is_substituted_from_its_page(office, campaign, session):
    draw = campaign.drawn()
    row = assignments_queries.of_draw(session, draw.id)[0]
    session.commit()
    assert "必须写明理由" in office.post(f"/office/assignments/{row.id}/substitute", data={"reason": ""}).text
    answer = office.post(
        f"/office/assignments/{row.id}/substitute", data={"reason": "已停业"}, follow_redirects=True
    )
    assert "已按签号递补" in answer.text
    assert row.object.name in answer.text
    assert office.post(f"/office/assignments/{row.id}/substitute", data={"reason": "再来"}).status_code == 409


def test_an_absent_inspector_is_replaced_from_the_page_of_the_draw(office, campaign, session):
    draw = campaign.drawn()
    inspection = next(
        row for row in assignments_queries.inspections(session, draw.id).values() if row.assignment.team == 1
    )
    absent = teams_queries.of_draw(session, draw.id)[1][1]
    session.commit()
    address = f"/office/draws/{draw.id}/replace?inspector={absent.id}"
    assert address in office.get(f"/office/draws/{draw.id}").text
    page = office.get(address).text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    data = {"inspector": absent.id, "seen": seen, "reason": ""}
    assert 'id="e-reason"' in office.post(address, data=data).text
    office.post(address, data={**data, "reason": "因公外出"})
    told = f"替补 {absent.name} {absent.certificate}"
    for place in (f"draws/{draw.id}", f"draws/{draw.id}/minutes"):
        assert told in office.get(f"/office/{place}").text
    assert f"替补 {absent.name}" in office.get(f"/office/inspections/{inspection.id}").text
    assert "因公外出" not in office.get(f"/draws/{draw.id}").text
    office.post(f"/office/draws/{draw.id}/open")
    public = office.get(f"/draws/{draw.id}?lang=en").text
    assert f"{seen}, the next spare in the order of the draw" in public
    assert "因公外出" in public
    assert office.get(address).status_code == 409


def test_an_object_without_a_team_is_staffed_from_its_page(office, campaign, session, make):
    target = campaign.objects[0]
    for person in session.query(Inspector).all():
        session.add(Recusal(id=f"r-{person.certificate}", inspector_id=person.id, object_id=target.id))
    session.flush()
    draw = campaign.drawn(plan=campaign.plan(sample=WHOLE))
    row = next(row for row in assignments_queries.of_draw(session, draw.id) if row.object_id == target.id)
    people = [make.inspector(role="lead", name="外来组长"), make.inspector(name="外来组员")]
    session.commit()
    address = f"/office/assignments/{row.id}/staff"
    few = office.post(address, data={"inspectors": [people[0].id], "staff_reason": "全员回避"})
    assert few.status_code == 422
    assert "检查组至少两人" in few.text
    silent = office.post(address, data={"inspectors": [one.id for one in people], "staff_reason": ""})
    assert 'id="e-staff_reason"' in silent.text
    data = {"inspectors": [one.id for one in people], "staff_reason": "全员回避"}
    text = office.post(address, data=data, follow_redirects=True).text
    assert "外来组长" in text
    assert "指派检查组" not in text


def test_assignments_are_found_by_words_state_team_and_draw(office, campaign, session):
    draw = campaign.drawn()
    rows = assignments_queries.of_draw(session, draw.id)
    session.commit()
    one = rows[0]
    query = f"q={one.object.number}&state=assigned&team={one.team}&draw={draw.id}&programme=market_scales"
    text = office.get(f"/office/assignments/?{query}").text
    assert one.object.name in text
    assert "共 1 条" in text
    assert "没有符合条件的任务" in office.get("/office/assignments/?state=finished").text


def test_the_page_of_an_assignment_names_the_instruments_chosen_on_site(office, campaign, session, make):
    draw = campaign.drawn(plan=campaign.plan(second_stage=2))
    row = assignments_queries.of_draw(session, draw.id)[0]
    numbers = [make.instrument(row.object).number for _ in range(6)]
    session.commit()
    text = office.get(f"/office/assignments/{row.id}").text
    chosen = [one.number for one in assignments_queries.chosen_instruments(session, row, 2)]
    assert [number in text for number in numbers] == [number in chosen for number in numbers]


def test_an_inspector_may_not_see_draws_or_assignments(campaign, sign_in, session):
    draw = campaign.drawn()
    session.commit()
    client = sign_in("inspector")
    for address in ("/office/draws/", f"/office/draws/{draw.id}/ceremony", "/office/assignments/"):
        assert client.get(address).status_code == 403


def test_an_administrator_reads_but_does_not_draw(campaign, sign_in, session):
    draw = campaign.sealed()
    session.commit()
    client = sign_in("administrator")
    screen = client.get(f"/office/draws/{draw.id}/ceremony")
    assert screen.status_code == 200
    assert "<form" not in screen.text
    assert client.post(f"/office/draws/{draw.id}/draw").status_code == 403


@pytest.mark.parametrize("state", ["committed", "sealed", "drawn", "opened"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_ceremonys_screen_is_complete_in_both_languages(office, campaign, session, state, language):
    plan = campaign.plan(title="Title")
    draw = getattr(campaign, state)(plan=plan)
    session.commit()
    text = office.get(f"/office/draws/{draw.id}/ceremony?lang={language}").text
    assert ("请每位见证人记下" in text) is (language == "zh" and state != "voided")
    assert ("write down" in text) is (language == "en")


def test_a_second_click_on_draw_changes_nothing(office, campaign, session):
    draw = campaign.sealed()
    session.commit()
    assert office.post(f"/office/draws/{draw.id}/draw").status_code == 302
    assert office.post(f"/office/draws/{draw.id}/draw").status_code == 409
    session.rollback()
    assert len(assignments_queries.of_draw(session, draw.id)) == 4


def test_nothing_can_be_drawn_under_a_plan_that_is_over(office, campaign, session, clock):
    plan = campaign.plan()
    session.commit()
    clock.forward(days=200)
    answer = office.post("/office/draws/new", data={"plan_id": plan.id, "entropy_source": "骰子"})
    assert answer.status_code == 409
    assert "计划期限已于 2026-06-30 结束" in answer.text
