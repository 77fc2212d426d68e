"""Signing in: the throttle, the guard of forms, cookies, where one is led, and the headers of every answer."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, Event

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.config import Settings
from server.services import users
from server.services.audit import first_break
from server.store.audit import AuditEntry
from server.store.users import Device, User
from server.web.sync.bodies import LARGEST_BODY
from tests.factories import Make

WRONG = {"username": "nobody", "password": "a wrong password"}


@pytest.fixture
def strict(settings: Settings, clock) -> Flask:
    """The application as it is outside tests: forms guarded, ten attempts a minute, cookies for HTTPS only."""
    yield from started(replace(settings, sign_in_limit="10 per minute", secure_cookies=True), clock)


@pytest.fixture
def short(settings: Settings, clock) -> Flask:
    """The application behind a proxy, with one attempt a minute and no guard of forms."""
    for app in started(replace(settings, sign_in_limit="1 per minute", proxies=1), clock):
        app.testing, app.config["WTF_CSRF_ENABLED"] = False, False
        yield app


def started(settings: Settings, clock) -> Iterator[Flask]:
    app = create_app(settings, clock)
    app.testing = True
    yield app
    with app.app_context():
        from server.web.database import db

        db.session.remove()
        db.engine.dispose()


def token(client: FlaskClient) -> str:
    page = client.get("/account/sign-in", base_url="https://localhost").text
    return page.split('name="csrf_token" value="')[1].split('"')[0]


def attempt(client: FlaskClient, **data: str) -> object:
    headers = {"Referer": "https://localhost/account/sign-in"}
    return client.post("/account/sign-in", data=data, base_url="https://localhost", headers=headers)


def test_the_eleventh_attempt_in_a_minute_is_refused_in_words(strict: Flask) -> None:
    client = strict.test_client()
    guard = token(client)
    for _ in range(10):
        assert attempt(client, csrf_token=guard, **WRONG).status_code == 401
    refused = attempt(client, csrf_token=guard, **WRONG)
    assert refused.status_code == 429
    assert "请求过于频繁" in refused.text


def test_who_gets_in_does_not_count_towards_the_limit(strict: Flask, make) -> None:
    user = make.user()
    make.commit()
    client = strict.test_client()
    guard = token(client)
    right = {"username": user.username, "password": Make.PASSWORD}
    assert attempt(client, csrf_token=guard, **WRONG).status_code == 401
    for _ in range(12):
        assert attempt(client, csrf_token=guard, **right).status_code == 302
        guard = token(client)
    for n in range(10):
        assert attempt(client, csrf_token=guard, **WRONG).status_code == (401 if n < 9 else 429)


def test_many_at_once_try_no_more_often_than_one_after_another(strict: Flask, make, monkeypatch) -> None:
    ten, check = Barrier(10), users.check_password

    def together(*given):
        # Nobody hears that the password is wrong before ten are being looked at.
        ten.wait(timeout=30)
        return check(*given)

    monkeypatch.setattr(users, "check_password", together)
    clients = [strict.test_client() for _ in range(14)]
    guards = [token(client) for client in clients]
    with ThreadPoolExecutor(len(clients)) as pool:
        asked = [
            pool.submit(attempt, client, csrf_token=guard, **WRONG)
            for client, guard in zip(clients, guards, strict=True)
        ]
        told = sorted(one.result().status_code for one in asked)
    assert told == [401] * 10 + [429] * 4


def test_who_is_refused_while_another_signs_in_takes_no_try_from_anybody(
    strict: Flask, make, monkeypatch
) -> None:
    user = make.user()
    make.commit()
    client, other = strict.test_client(), strict.test_client()
    guard, others = token(client), token(other)
    for _ in range(9):
        assert attempt(client, csrf_token=guard, **WRONG).status_code == 401
    looked, go, check = Event(), Event(), users.check_password

    def slow(*given):
        looked.set()
        assert go.wait(timeout=30)
        return check(*given)

    monkeypatch.setattr(users, "check_password", slow)
    with ThreadPoolExecutor(1) as pool:
        right = {"csrf_token": others, "username": user.username, "password": Make.PASSWORD}
        signing_in = pool.submit(attempt, other, **right)
        assert looked.wait(timeout=30)
        assert attempt(client, csrf_token=guard, **WRONG).status_code == 429
        go.set()
        assert signing_in.result().status_code == 302
    assert [attempt(client, csrf_token=guard, **WRONG).status_code for _ in range(2)] == [401, 429]


def test_the_log_has_the_address_that_is_refused_once_and_who_was_tried(strict: Flask, make, session) -> None:
    user = make.user()
    make.commit()
    client = strict.test_client()
    guard = token(client)
    for n in range(14):
        # Tries on pages and on tablets count together.
        if n % 2:
            body = {"username": user.username, "password": "wrong", "device_name": "x", "client": "1"}
            status = client.post("/api/sync/enrol", json=body).status_code
        else:
            status = attempt(
                client, csrf_token=guard, username=user.username, password="a wrong password"
            ).status_code
        assert status == (401 if n < 10 else 429)
    (entry,) = session.query(AuditEntry).all()
    assert (entry.actor, entry.action, entry.noun_id) == ("public", "sign_in.refuse", "127.0.0.1")
    assert entry.body == {"account": user.username, "limit": "10 per minute", "last": False}
    session.refresh(user)
    assert user.failed_tries == 10


@pytest.mark.parametrize("where", ["/account/sign-in", "/api/sync/enrol"])
@pytest.mark.parametrize(
    "body",
    [b'{"username": "a\\u0000"}', b'{"username": "a\\ud800"}', b"[" * 10_000, b'{"username": [["a"]]}', b"\xff"],
)  # fmt: skip
def test_no_body_keeps_out_of_the_log_who_is_refused(short: Flask, session, where: str, body: bytes) -> None:
    client = short.test_client()
    answers = [client.post(where, data=body, content_type="application/json") for _ in range(2)]
    assert answers[0].status_code < 500
    assert answers[1].status_code == 429
    (entry,) = session.query(AuditEntry).all()
    assert entry.body == {"limit": "1 per minute", "last": False}


def test_no_body_too_large_keeps_out_of_the_log_who_is_refused(short: Flask, session) -> None:
    client = short.test_client()
    body = {"data": b"[" * (LARGEST_BODY + 1), "content_type": "application/json"}
    assert [client.post("/api/sync/enrol", **body).status_code for _ in range(2)] == [413, 429]
    assert session.query(AuditEntry).one().noun_id == "127.0.0.1"


def test_an_address_of_any_length_is_refused_and_noted(short: Flask, session) -> None:
    forged = {"X-Forwarded-For": "x" * 3000}
    answers = [short.test_client().post("/account/sign-in", data=WRONG, headers=forged) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [401, 429]
    assert session.query(AuditEntry).one().noun_id == "x" * 100


def test_who_guesses_the_present_password_is_noted_with_the_account_that_is_open(
    short: Flask, make, session
) -> None:
    user = make.user()
    make.commit()
    client = short.test_client()
    client.post("/account/sign-in", data={"username": user.username, "password": Make.PASSWORD})
    guess = {"username": "x", "password": "a guess"}
    assert [client.post("/account/password", data=guess).status_code for _ in range(2)] == [422, 429]
    entry = session.query(AuditEntry).filter_by(action="sign_in.refuse").one()
    assert entry.body["account"] == user.username


def test_a_person_is_told_when_somebody_signed_in_before_and_how_often_somebody_tried(
    client, make, clock, session
) -> None:
    user = make.user()
    make.commit()

    def enter(password: str = Make.PASSWORD) -> str:
        client.post("/account/sign-in", data={"username": user.username, "password": password})
        return client.get("/office/").text

    assert "上次登录" not in enter()
    clock.forward(days=1)
    assert "上次登录：2026-03-02 09:00。" in enter()
    for _ in range(3):
        enter("a wrong password")
    clock.forward(days=1)
    told = enter()
    assert "上次登录：2026-03-03 09:00。" in told and "此前有 3 次用您的账号登录未成功" in told
    enter("a wrong password")
    client.get("/?lang=en")
    told = enter()
    assert "last signed in at 2026-03-04 09:00" in told and "since the last sign-in: 1." in told


def test_signing_in_and_out_stand_on_the_page_of_the_log(sign_in, session) -> None:
    sign_in("supervisor").post("/account/sign-out")
    office = sign_in("supervisor")
    for action, zh, en in (
        ("user.sign_in", "登录", "Signed in"),
        ("user.sign_out", "退出登录", "Signed out"),
    ):
        page = office.get(f"/office/audit/?action={action}&lang=zh").text
        assert f"共 {2 if action == 'user.sign_in' else 1} 条" in page and f"{zh}</td>" in page
        assert f"{en}</td>" in office.get(f"/office/audit/?action={action}&lang=en").text


def test_all_that_touches_an_account_at_the_same_moment_is_done_or_refused_in_words(
    together, sign_in, make, session
) -> None:
    admin = sign_in("administrator").get_cookie("session").value
    user = make.user("inspector")
    make.commit()
    words = {"username": user.username, "password": Make.PASSWORD}

    def enter(client: FlaskClient, **wrong: str) -> int:
        return client.post("/account/sign-in", data={**words, **wrong}).status_code

    def leave(client: FlaskClient) -> int:
        enter(client)
        return client.post("/account/sign-out").status_code

    def enrol(client: FlaskClient) -> int:
        return client.post(
            "/api/sync/enrol", json={**words, "device_name": "平板", "client": "1"}
        ).status_code

    def change(client: FlaskClient) -> int:
        client.set_cookie("session", admin)
        return client.post(f"/office/users/{user.id}", data=changed).status_code

    for n in range(3):
        changed = {"name": "新名", "password": f"another long password {n}", "end_access": "yes"}
        done = together(
            enter, enter, lambda client: enter(client, password="wrong"), leave, enrol, enrol, change
        )
        assert set(done) <= {200, 302, 401}, done
        assert done[-1] == 302
        session.rollback()
        assert first_break(session) is None
        in_force = session.query(Device).filter_by(user_id=user.id, revoked_at=None).count()
        assert in_force == 0
        words["password"] = changed["password"]


def test_an_account_that_is_reopened_does_not_open_its_former_sessions(app, sign_in, make, session) -> None:
    client, admin = sign_in("supervisor"), sign_in("administrator")
    user = session.query(User).filter_by(role="supervisor").one()
    for active in ("no", "yes"):
        assert admin.post(f"/office/users/{user.id}/active", data={"active": active}).status_code == 302
        assert client.get("/office/").status_code == 302


def test_another_role_counts_in_sessions_that_are_open(sign_in, session) -> None:
    client = sign_in("administrator")
    session.query(User).filter_by(role="administrator").one().role = "inspector"
    session.commit()
    assert client.get("/office/users/").status_code == 403


def test_a_form_without_its_token_changes_nothing(strict: Flask, make: Make) -> None:
    user = make.user()
    make.commit()
    client = strict.test_client()
    refused = attempt(client, username=user.username, password=Make.PASSWORD)
    assert (refused.status_code, "页面已过期" in refused.text) == (400, True)
    assert client.get("/office/", base_url="https://localhost").status_code == 302


def test_the_session_cookie_is_closed_to_scripts_other_sites_and_plain_http(
    strict: Flask, make: Make
) -> None:
    user = make.user()
    make.commit()
    client = strict.test_client()
    answer = attempt(client, csrf_token=token(client), username=user.username, password=Make.PASSWORD)
    cookie = next(text for text in answer.headers.getlist("Set-Cookie") if text.startswith("session="))
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}


def test_a_session_handed_out_before_signing_in_stays_anonymous(app: Flask, sign_in, client) -> None:
    before = app.test_client()
    before.get("/account/sign-in")
    planted = before.get_cookie("session")
    signed_in = sign_in("supervisor")
    assert signed_in.get("/office/").status_code == 200
    if planted is not None:
        assert planted.value != signed_in.get_cookie("session").value
        client.set_cookie("session", planted.value)
    assert client.get("/office/").status_code == 302


@pytest.mark.parametrize(
    ("target", "led_to"),
    [
        ("/office/audit/?q=a", "/office/audit/?q=a"),
        ("https://evil.example/", "/office/"),
        ("//evil.example/", "/office/"),
        ("/\\evil.example/", "/office/"),
        ("/\t/evil.example/", "/office/"),
        ("javascript:alert(1)", "/office/"),
        ("", "/office/"),
    ],
)
def test_signing_in_never_leads_to_another_site(client, make: Make, target: str, led_to: str) -> None:
    user = make.user()
    make.commit()
    answer = client.post(
        "/account/sign-in",
        query_string={"next": target},
        data={"username": user.username, "password": Make.PASSWORD},
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, led_to)


def test_after_signing_out_the_pages_are_closed(sign_in) -> None:
    client = sign_in("supervisor")
    assert client.post("/account/sign-out").status_code == 302
    assert client.get("/office/").status_code == 302


def test_every_answer_carries_the_headers_that_protect_it(app: Flask, sign_in) -> None:
    client = sign_in("administrator")
    for rule in app.url_map.iter_rules():
        path = rule.build({**dict.fromkeys(rule.arguments, "1"), "suffix": "csv"}, append_unknown=False)
        method = "GET" if "GET" in rule.methods else "POST"
        answer = client.open(path[1], method=method) if path else client.open(rule.rule, method=method)
        headers = answer.headers
        assert "script-src 'self'" in headers["Content-Security-Policy"], rule
        assert "unsafe-inline" not in headers["Content-Security-Policy"], rule
        assert headers["X-Content-Type-Options"] == "nosniff", rule
        # The address of a business's page is its key.
        kept = "no-referrer" if rule.rule.startswith("/business") else "same-origin"
        assert headers["Referrer-Policy"] == kept, rule
        if rule.rule.startswith(("/office", "/account", "/api/sync")):
            assert headers["Cache-Control"] == "no-store", rule
        answer.close()


def test_over_https_browsers_are_told_to_stay_there(client) -> None:
    assert "Strict-Transport-Security" in client.get("/", base_url="https://localhost").headers
    assert "Strict-Transport-Security" not in client.get("/").headers


def test_a_session_cookie_copied_before_signing_out_is_worth_nothing_after(app: Flask, sign_in) -> None:
    client = sign_in("supervisor")
    copied = client.get_cookie("session").value
    thief = app.test_client()
    thief.set_cookie("session", copied)
    assert thief.get("/office/").status_code == 200
    assert client.post("/account/sign-out").status_code == 302
    assert thief.get("/office/").status_code == 302
