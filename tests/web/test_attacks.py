"""What somebody without a right tries: hostile addresses, forms and bodies, forged forms, the same act at once."""

from __future__ import annotations

import logging
from io import BytesIO

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from server.domain import outcomes, permissions, programmes, results
from server.domain.evaluation import MOST_FAULTS
from server.services.audit import first_break
from server.store.audit import AuditEntry
from server.store.draws import Draw
from server.store.files import FileStore
from server.store.inspections import Inspection, Operation
from server.store.outcomes import Outcome
from server.store.users import User
from server.web import access
from tests.campaign import Campaign
from tests.factories import Make
from tests.web.tablets import PASSING, Tablet, carry, complete, fresh, jpeg, visit

HUGE = "9" * 30
NULL, HALF = "a\0b", "\ud800"


@pytest.fixture
def inspection(make):
    return visit(make)


@pytest.fixture
def tablet(client, make, inspection):
    return carry(client, make, inspection)


@pytest.mark.parametrize(
    "query",
    [
        "endpoint=x",
        "_scheme=javascript",
        "_external=1&_scheme=javascript",
        "_method=DELETE",
        "_anchor=x",
        "self=1&values=2&number=3",
        f"page={HUGE}",
        f"version={HUGE}",
        f"version=-{HUGE}",
        "q=%ff%fe%ed%a0%80",
    ],
)
def test_no_argument_breaks_a_public_page_or_makes_its_links_lead_elsewhere(client, make, query):
    published = make.outcome()
    make.commit()
    for path in ("/", "/outcomes/", f"/outcomes/{published.number}", "/draws/", "/plans/"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code in (200, 404, 422), path
        assert "javascript:" not in answer.text
        assert "//localhost" not in answer.text


def test_a_version_beyond_all_numbers_is_not_found(client, make):
    published = make.outcome()
    make.commit()
    assert client.get(f"/outcomes/{published.number}/{HUGE}.json").status_code == 404
    assert client.get(f"/outcomes/{published.number}/1.json").status_code == 200


def test_what_one_argument_says_stays_in_the_links_of_a_list(client, make):
    make.commit()
    assert 'href="/draws/?q=a%26b&amp;lang=en"' in client.get("/draws/?q=a%26b").text


@pytest.mark.parametrize("member", ["username", "password", "device_name", "client"])
@pytest.mark.parametrize("hostile", [NULL, HALF])
def test_enrolling_with_text_that_no_database_holds_is_refused(client, make, session, member, hostile):
    user = make.user("inspector")
    make.commit()
    body = {"username": user.username, "password": Make.PASSWORD, "device_name": "平板", "client": "1"}
    answer = client.post("/api/sync/enrol", json={**body, member: hostile})
    assert (answer.status_code, answer.json["errors"][0]["at"]) == (400, member)


@pytest.mark.parametrize("member", ["username", "password"])
def test_signing_in_with_a_null_character_is_refused(client, member):
    answer = client.post("/account/sign-in", data={"username": "a", "password": "b", member: NULL})
    assert answer.status_code == 422


def test_a_null_character_in_a_form_or_a_file_name_is_refused(sign_in):
    office = sign_in("administrator")
    upload = {"noun": "object", "file": (BytesIO(b"a,b\n1,2\n"), "a\0.csv")}
    for address, data in (("/office/imports/", upload), ("/office/calendar/", {"source": NULL})):
        assert office.post(address, data=data, content_type="multipart/form-data").status_code == 422


def test_a_row_of_a_plan_beyond_all_numbers_is_none(sign_in):
    address = f"/office/plans/preview?sample-{'9' * 5000}-value=1"
    assert sign_in("supervisor").get(address).status_code == 200


@pytest.mark.parametrize("name", ["..", ".", "a" * 300, "tmp"])
def test_only_the_id_of_an_import_is_looked_for_among_the_runs(sign_in, settings, name):
    (settings.data / "runs").mkdir(parents=True)
    assert sign_in("administrator").get(f"/office/imports/{name}/progress").status_code == 404


def test_a_team_beyond_all_numbers_filters_nothing(sign_in):
    assert sign_in("supervisor").get(f"/office/assignments/?team={HUGE}").status_code == 200


def test_a_record_with_faults_without_end_is_answered_with_the_first_ones(client):
    body = b'{"a":[' + b",".join([b"0.1"] * 50_000) + b"]}"
    answer = client.post("/api/evaluate/market_scales", data=body, content_type="application/json")
    assert answer.status_code == 422
    assert len(answer.json["errors"]) == MOST_FAULTS - 1


def test_a_field_given_twice_after_many_others_is_named(client):
    body = b"{" + b",".join(b'"%x":1' % n for n in range(80_000)) + b',"ff":1}'
    answer = client.post("/api/evaluate/market_scales", data=body, content_type="application/json")
    assert (answer.json["code"], answer.json["at"]) == ("record_twice", "ff")


def test_a_record_that_hides_its_length_is_cut_off_all_the_same(client):
    answer = client.post(
        "/api/evaluate/market_scales",
        input_stream=BytesIO(b" " * (1024 * 1024 + 1)),
        environ_overrides={"wsgi.input_terminated": True},
        content_type="application/json",
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("offset", [2**53 - 1, -(2**53 - 1), 40 * 366 * 86_400_000, -100 * 86_400_000])
def test_a_clock_that_is_wrong_by_years_stops_no_entry(session, tablet, inspection, offset):
    (result,) = tablet.send(tablet.set(inspection.id, ["date"], "2026-03-05"), clock_offset_ms=offset)
    assert result["state"] == "applied"
    assert fresh(session).scalars(select(Operation)).one().clock_offset_ms == offset
    assert session.get(Inspection, inspection.id).started_at == tablet.now


#: What needs no account: open to all, or to a key in the header, which test_handover_api tries for its routes.
UNSIGNED = ("anyone", "device", "handover.report")


def addresses(app, methods):
    """Every address of a route that somebody has to be signed in for, with each of its methods."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            for method in (rule.methods or set()) & methods:
                if access.permission_of(app, rule.endpoint, method) not in UNSIGNED:
                    values = {name: "csv" if name == "suffix" else "1" for name in rule.arguments}
                    yield method, rule.build(values)[1]  # type: ignore[index]


@pytest.mark.parametrize("address", ["/office/devices/rescue/", "/office/imports/"])
def test_nobody_makes_the_server_take_in_a_large_file_without_signing_in(client, sign_in, address):
    """Forms are read before anybody is asked who it is: their tokens stand in them."""
    body = {
        "input_stream": BytesIO(b"--x--"),
        "environ_overrides": {"CONTENT_LENGTH": str(17 << 20)},
        "content_type": "multipart/form-data; boundary=x",
    }
    assert client.post(address, **body).status_code == 413
    # Whoever is signed in is told that the body ended before its time.
    assert (
        sign_in("supervisor").post(address, **{**body, "input_stream": BytesIO(b"--x--")}).status_code == 400
    )


def test_no_cookie_changes_anything_without_the_token_of_a_form(app, session, sign_in):
    for role in permissions.ROLES:
        office = sign_in(role)
        app.config["WTF_CSRF_ENABLED"] = True
        before = fresh(session).scalar(select(func.count()).select_from(AuditEntry))
        tried = [
            (office.open(address, method=method), address) for method, address in addresses(app, {"POST"})
        ]
        assert len(tried) > 20
        assert [(answer.status_code, address) for answer, address in tried if answer.status_code != 400] == []
        assert fresh(session).scalar(select(func.count()).select_from(AuditEntry)) == before
        app.config["WTF_CSRF_ENABLED"] = False


def test_neither_the_public_nor_a_tablet_opens_anything_of_the_office(app, client, tablet):
    closed = list(addresses(app, {"GET", "POST", "PUT", "DELETE"}))
    assert len(closed) > 50
    for headers in ({}, tablet.headers):
        for method, address in closed:
            answer = client.open(address, method=method, headers=headers)
            assert answer.status_code in (302, 401), address
            assert answer.status_code == 401 or answer.location.startswith("/account/sign-in")


def test_an_inspector_signed_in_reads_and_changes_nothing_of_the_office(app, sign_in):
    inspector = sign_in("inspector")
    opened = [
        address
        for method, address in addresses(app, {"GET", "POST"})
        if inspector.open(address, method=method).status_code != 403
    ]
    # The front page leads to the tablet; an inspector may see what is due, and change the own password.
    allowed = {"/office/", "/account/password"}
    assert {one for one in opened if not one.startswith("/office/deadlines/")} <= allowed


def test_a_form_token_from_before_signing_in_is_worth_nothing_after(app, client, make):
    user = make.user()
    make.commit()
    client.get("/account/sign-in")
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"
    client.post("/account/sign-in", data={"username": user.username, "password": Make.PASSWORD})
    with client.session_transaction() as session:
        assert "planted" not in session
        assert "_user_id" in session


def test_an_error_of_the_database_says_nothing_of_what_was_written(session, app, caplog):
    from server.web.database import db

    with app.app_context(), caplog.at_level(logging.DEBUG):
        for asked in (session, db.session()):
            with pytest.raises(DBAPIError) as caught:
                asked.execute(
                    text("INSERT INTO no_such_table VALUES (:value)"), {"value": "the secret of a draw"}
                )
            asked.rollback()
            assert "the secret of a draw" not in str(caught.value)


def acting(client, address, data):
    """A function that posts with the session of a signed-in client."""
    cookie = client.get_cookie("session").value

    def act(other):
        other.set_cookie("session", cookie)
        return other.post(address, data=data).status_code

    return act


def test_one_public_value_told_to_two_draws_at_once_is_used_for_one(session, make, sign_in, together, clock):
    campaign = Campaign(session, make, clock.now)
    campaign.register()
    plan = campaign.plan()
    found = [campaign.committed(plan).id, campaign.committed(plan).id]
    make.commit()
    clock.forward(minutes=10)
    value = {"value": "1 2 3 4 5 6", "repeated": "1 2 3 4 5 6"}
    acts = [acting(sign_in("supervisor"), f"/office/draws/{draw}/entropy", value) for draw in found]
    assert sorted(together(*acts)) == [302, 409]
    assert sorted(draw.state for draw in fresh(session).scalars(select(Draw))) == ["committed", "sealed"]


def test_a_draw_is_drawn_and_opened_once_whoever_presses_at_once(session, make, sign_in, together, clock):
    campaign = Campaign(session, make, clock.now)
    campaign.register()
    draw = campaign.sealed().id
    make.commit()
    clock.forward(minutes=10)
    people = [sign_in("supervisor") for _ in range(3)]
    for action in ("draw", "open"):
        acts = [acting(person, f"/office/draws/{draw}/{action}", {}) for person in people]
        assert sorted(together(*acts)) == [302, 409, 409]
        clock.forward(minutes=1)
    assert (
        fresh(session).scalar(select(func.count()).select_from(Inspection))
        == session.get(Draw, draw).drawn_count
    )
    assert first_break(session) is None


def test_the_same_account_added_at_once_is_there_once(session, sign_in, together):
    office = sign_in("administrator")
    data = {"username": "twin", "name": "N", "role": "supervisor", "password": "long enough for this"}
    answers = together(*[acting(office, "/office/users/add", data)] * 4)
    assert sorted(answers) == [302, 409, 409, 409]
    assert fresh(session).scalar(select(func.count()).where(User.username == "twin")) == 1


@pytest.fixture
def approved(tablet, inspection, sign_in):
    """A supervisor who has approved an inspection with one photo; nothing is published."""
    complete(tablet, inspection.id, PASSING, (jpeg(1),))
    office = sign_in("supervisor")
    assert (
        office.post(
            f"/office/inspections/{inspection.id}/approve", data={"revision": 1, **chosen(0)}
        ).status_code
        == 302
    )
    return office


def chosen(place):
    """The fields of a form with one category for every item."""
    category = sorted(results.categories())[place]
    return {f"category-{item.code}": category for item in outcomes.items_of(programmes.load("market_scales"))}


def test_two_corrections_at_once_make_one_new_version(session, approved, inspection, sign_in, together):
    approved.post(f"/office/inspections/{inspection.id}/publish")
    number = fresh(session).scalars(select(Outcome)).one().number
    form = {"version": 1, "reason": "更正", **chosen(1)}
    acts = [
        acting(person, f"/office/outcomes/{number}/correct", form)
        for person in (approved, sign_in("supervisor"))
    ]
    assert sorted(together(*acts)) == [302, 409]
    assert [
        (row.version, row.current)
        for row in fresh(session).scalars(select(Outcome).order_by(Outcome.version))
    ] == [
        (1, False),
        (2, True),
    ]


def test_a_publication_that_breaks_off_leaves_nothing(app, session, approved, inspection, monkeypatch):
    before = fresh(session).scalar(select(func.count()).select_from(AuditEntry))

    def broken(*_):
        raise OSError("the disk is full")

    app.testing = False
    approved.post(
        f"/office/inspections/{inspection.id}/photos/{fresh_photo(session)}", data={"public": "yes"}
    )
    with monkeypatch.context() as patch:
        patch.setattr(FileStore, "put", broken)
        assert approved.post(f"/office/inspections/{inspection.id}/publish").status_code == 500
    assert fresh(session).get(Inspection, inspection.id).state == "approved"
    assert session.scalar(select(func.count()).select_from(Outcome)) == 0
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == before + 1
    assert approved.post(f"/office/inspections/{inspection.id}/publish").status_code == 302


def fresh_photo(session):
    """The hash of the one photo that an entry names."""
    (body,) = [row.body for row in fresh(session).scalars(select(Operation)) if row.kind == "photo"]
    return body["sha256"]


def test_neither_a_private_photo_nor_the_original_of_a_public_one_is_public(
    client, session, approved, inspection
):
    original = fresh_photo(session)
    approved.post(f"/office/inspections/{inspection.id}/photos/{original}", data={"public": "yes"})
    approved.post(f"/office/inspections/{inspection.id}/publish")
    published = fresh(session).scalars(select(Outcome)).one()
    content = client.get(f"/outcomes/{published.number}/1.json").json
    copy = content["photos"][0]["sha256"]
    assert copy != original
    assert client.get(f"/outcomes/{published.number}/photos/{copy}.jpg").status_code == 200
    assert client.get(f"/outcomes/{published.number}/photos/{original}.jpg").status_code == 404
    hidden = {"version": 1, "reason": "含个人信息", **chosen(0)}
    assert approved.post(f"/office/outcomes/{published.number}/correct", data=hidden).status_code == 302
    assert client.get(f"/outcomes/{published.number}/photos/{copy}.jpg").status_code == 404


def test_an_entry_of_one_tablet_sent_by_another_counts_for_neither(client, make, session, tablet, inspection):
    colleague = carry(client, make, inspection, position=1)
    stolen = tablet.set(inspection.id, ["date"], "2026-03-05")
    thief = Tablet(client, "", make.now, token=colleague.token, device=colleague.device)
    assert thief.states(stolen) == ["quarantined"]
    assert fresh(session).get(Inspection, inspection.id).entries == 0
    assert tablet.states(stolen) == ["applied"]
