"""The pages of the administrator: accounts."""

import re

from sqlalchemy.orm import Session

from server.store.users import User
from tests.factories import Make
from tests.web.tablets import Tablet


def given(**columns: str) -> dict[str, str]:
    return {
        "username": "zhou",
        "name": "周以宁",
        "role": "supervisor",
        "password": "long enough for all",
        **columns,
    }


def accounts(session: Session) -> set[str]:
    return {row.username for row in session.query(User)}


def test_only_an_administrator_sees_the_accounts(sign_in, client) -> None:
    assert sign_in("supervisor").get("/office/users/").status_code == 403
    assert sign_in("inspector").get("/office/users/").status_code == 403
    assert client.get("/office/users/").headers["Location"].startswith("/account/sign-in")
    assert sign_in("administrator").get("/office/users/").status_code == 200


def test_accounts_are_found_by_name_role_and_state(sign_in, make: Make) -> None:
    admin = sign_in("administrator")
    make.user(username="found-me", name="郑照野")
    make.user(username="other-one", active=False)
    make.commit()
    page = admin.get("/office/users/?q=照野").text
    assert "found-me" in page
    assert "other-one" not in page
    assert "other-one" in admin.get("/office/users/?state=closed").text
    assert "found-me" not in admin.get("/office/users/?role=inspector").text
    assert "没有符合条件的账号" in admin.get("/office/users/?q=nobody").text
    assert "No account fits" in admin.get("/office/users/?q=nobody&lang=en").text


def test_a_search_for_a_percent_sign_finds_only_percent_signs(sign_in) -> None:
    assert "没有符合条件的账号" in sign_in("administrator").get("/office/users/?q=%25").text


def test_many_accounts_are_shown_in_pages(sign_in, make: Make) -> None:
    admin = sign_in("administrator")
    for n in range(25):
        make.user(username=f"paged-{n:02d}")
    make.commit()
    first, second = (admin.get(f"/office/users/?q=paged&page={n}").text for n in (1, 2))
    assert ("paged-00" in first, "paged-24" in first) == (True, False)
    assert ("paged-00" in second, "paged-24" in second) == (False, True)
    assert "paged-24" in admin.get("/office/users/?q=paged&page=99").text


def test_a_made_account_can_sign_in(sign_in, app) -> None:
    assert sign_in("administrator").post("/office/users/add", data=given()).status_code == 302
    signed_in = app.test_client().post(
        "/account/sign-in", data={"username": "zhou", "password": "long enough for all"}
    )
    assert (signed_in.status_code, signed_in.headers["Location"]) == (302, "/office/")


def test_each_wrong_field_is_named_and_nothing_is_made(sign_in, session: Session) -> None:
    admin = sign_in("administrator")
    before = accounts(session)
    for columns, name, words in (
        ({"username": ""}, "username", "不可用"),
        ({"username": "周 以宁"}, "username", "不可用"),
        ({"username": "a" * 61}, "username", "不可用"),
        ({"name": " "}, "name", "必须填写"),
        ({"name": "周" * 101}, "name", "过长"),
        ({"role": "king"}, "role", "不在可选范围"),
        ({"role": ""}, "role", "不在可选范围"),
        ({"password": "short"}, "password", "至少 10"),
        ({"password": "p" * 5000}, "password", "过长"),
        ({"role": "inspector"}, "certificate", "名录库"),
        ({"role": "inspector", "certificate": "ZF0"}, "certificate", "没有找到"),
    ):
        answer = admin.post("/office/users/add", data=given(**columns))
        assert answer.status_code in {404, 409, 422}, columns
        assert f'id="e-{name}"' in answer.text, columns
        assert words in answer.text, columns
    assert accounts(session) == before


def test_markup_in_a_name_is_shown_as_text(sign_in) -> None:
    admin = sign_in("administrator")
    admin.post("/office/users/add", data=given(name="<script>alert(1)</script>"))
    page = admin.get("/office/users/").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_an_inspectors_account_is_joined_to_the_register(sign_in, make: Make, session: Session) -> None:
    admin = sign_in("administrator")
    inspector = make.inspector()
    make.commit()
    admin.post("/office/users/add", data=given(role="inspector", certificate=inspector.certificate))
    assert session.query(User).filter_by(username="zhou").one().inspector_id == inspector.id


def test_a_closed_account_is_out_at_once_and_may_come_back(sign_in, app, make: Make) -> None:
    admin = sign_in("administrator")
    user = make.user(username="leaver")
    make.commit()
    leaver = app.test_client()
    words = {"username": "leaver", "password": Make.PASSWORD}
    assert leaver.post("/account/sign-in", data=words).status_code == 302
    admin.post(f"/office/users/{user.id}/active", data={"active": "no"})
    assert leaver.get("/office/").headers["Location"].startswith("/account/sign-in")
    assert leaver.post("/account/sign-in", data=words).status_code == 401
    admin.post(f"/office/users/{user.id}/active", data={"active": "yes"})
    assert leaver.post("/account/sign-in", data=words).status_code == 302


def test_nobody_closes_their_own_account(sign_in, session: Session) -> None:
    admin = sign_in("administrator")
    own = session.query(User).filter_by(role="administrator").one()
    assert admin.post(f"/office/users/{own.id}/active", data={"active": "no"}).status_code == 409
    assert admin.get("/office/users/").status_code == 200


def test_a_new_password_ends_the_sessions_opened_with_the_old_one(sign_in, app, make: Make) -> None:
    admin = sign_in("administrator")
    user = make.user(username="stolen")
    make.commit()
    thief = app.test_client()
    thief.post("/account/sign-in", data={"username": "stolen", "password": Make.PASSWORD})
    assert thief.get("/office/").status_code == 200
    changed = {"name": "新名", "password": "another long password"}
    assert admin.post(f"/office/users/{user.id}", data=changed).status_code == 302
    assert thief.get("/office/").status_code == 302
    assert (
        thief.post(
            "/account/sign-in", data={"username": "stolen", "password": "another long password"}
        ).headers["Location"]
        == "/office/"
    )


def test_an_administrator_who_changes_the_own_password_stays_signed_in_here_alone(
    sign_in, app, session: Session
) -> None:
    admin = sign_in("administrator")
    own = session.query(User).filter_by(role="administrator").one()
    elsewhere = app.test_client()
    elsewhere.post("/account/sign-in", data={"username": own.username, "password": Make.PASSWORD})
    assert elsewhere.get("/office/users/").status_code == 200
    changed = {"name": own.name, "password": "another long password", "end_access": "yes"}
    admin.post(f"/office/users/{own.id}", data=changed)
    assert admin.get("/office/users/").status_code == 200
    assert elsewhere.get("/office/users/").status_code == 302


def test_a_new_password_ends_the_tablets_as_the_form_offers(
    sign_in, client, make: Make, session, now
) -> None:
    admin = sign_in("administrator")
    user = make.user("inspector")
    make.commit()
    tablet = Tablet(client, user.username, now).enrol("平板 5")
    page = admin.get(f"/office/users/{user.id}").text
    assert "现有平板：平板 5。" in page
    assert re.search(r'name="end_access" value="yes"[^>]* checked', page)
    refused = admin.post(f"/office/users/{user.id}", data={"name": user.name, "password": "short"}).text
    assert not re.search(r'name="end_access"[^>]* checked', refused)
    changed = {"name": user.name, "password": "another long password"}
    assert admin.post(f"/office/users/{user.id}", data=changed).status_code == 302
    assert tablet.get("bundle").status_code == 200
    assert admin.post(f"/office/users/{user.id}", data={**changed, "end_access": "yes"}).status_code == 302
    assert tablet.get("bundle").json["code"] == "device_revoked"
    assert "没有已登记的平板" in admin.get(f"/office/users/{user.id}").text


def test_an_unknown_account_is_not_found(sign_in) -> None:
    admin = sign_in("administrator")
    assert admin.get("/office/users/nobody").status_code == 404
    assert admin.post("/office/users/nobody", data={"name": "x"}).status_code == 404
