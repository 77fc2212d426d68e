"""Reminders by mail: each once at each stage, tried again when the server fails, shown to the administrator."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from server.commands.send_reminders import send
from server.domain.deadlines import after
from server.services import users
from server.store.reminders import Mail, Reminder
from tests.ports import free_port
from tests.published import draw, inspection
from tests.web.tablets import fresh, join


class Box:
    """Takes mail, or answers with a fault."""

    def __init__(self, port) -> None:
        self.port, self.mails, self.answer = port, [], "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        if self.answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=default))
        return self.answer


@pytest.fixture
def box():
    box = Box(free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def posting(settings, box):
    """Settings with a mail server."""
    smtp = {"smtp_host": "127.0.0.1", "smtp_port": box.port, "smtp_security": "none"}
    return replace(settings, **smtp, smtp_from="scale@authority.example")


@pytest.fixture
def due(make, zone):
    """Makes inspections of an inspector's team that are to be published so many working days from today at the
    authority's place."""
    today = datetime.now(zone).date()
    inspector = make.inspector(unit="计量科")
    account = make.user("inspector", inspector_id=inspector.id, email="li@authority.example")

    def due(*days):
        rows = []
        for left in days:
            last = after(today, left, {}).day if left >= 0 else today - timedelta(days=7)
            row = inspection(
                make, make.object(name=f"{left} 天的店"), draw(make), "market_scales", state="in_review",
                last_day=last,
            )  # fmt: skip
            join(make, row, inspector.id)
            rows.append(row)
        make.commit()
        return account, rows

    return due


def states(session):
    return [row.standing for row in fresh(session).scalars(select(Mail).order_by(Mail.id))]


def test_a_digest_names_what_reached_a_stage_and_comes_once(session, due, posting, box):
    account, _ = due(-1, 1, 5, 10, 12)
    assert send(posting) == (1, [])
    (mail,) = box.mails
    assert (mail["To"], mail["From"]) == (account.email, posting.smtp_from)
    assert mail["Subject"] == f"{posting.authority}：4 项期限提醒"
    text = mail.get_content()
    places = [text.index(name) for name in ("-1 天的店", " 1 天的店", " 5 天的店", " 10 天的店")]
    assert places == sorted(places)
    assert "12 天的店" not in text
    assert f"{posting.base_url}/field/" in text
    assert send(posting) == (0, [])
    assert len(box.mails) == 1
    assert states(session) == ["sent"]


def test_a_day_that_is_moved_is_brought_to_mind_anew(session, due, posting, box):
    _, (row,) = due(1)
    send(posting)
    row.last_day = after(row.last_day, 2, {}).day
    session.commit()
    assert send(posting) == (1, [])
    assert len(box.mails) == 2


def test_a_mail_that_failed_is_made_again_and_the_administrator_sees_it(
    session, due, posting, box, sign_in, make
):
    account, _ = due(1)
    box.answer = "550 no such <mailbox>"
    ((address, fault),) = send(posting)[1]
    assert (address, "550" in fault) == (account.email, True)
    assert (states(session), session.scalars(select(Reminder)).all()) == (["failed"], [])
    office = sign_in("administrator")
    assert "1 个账号没有收到" in office.get("/office/users/").text
    assert "no such &lt;mailbox&gt;" in office.get("/office/users/mail?state=failed").text
    box.answer = "250 OK"
    assert send(posting) == (1, [])
    assert states(session) == ["failed", "sent"]
    assert "没有收到" not in office.get("/office/users/").text
    assert len(box.mails) == 1


def test_no_server_answers_and_then_a_run_that_died_is_taken_up(session, due, posting, box):
    account, _ = due(1)
    (_, fault) = send(replace(posting, smtp_port=1))[1][0]
    assert "ConnectionRefusedError" in fault
    lost = datetime.now(UTC) - timedelta(minutes=61)
    row = session.scalar(select(Mail))
    row.standing, row.at, row.fault = "sending", lost, ""
    session.add(
        Reminder(user_id=account.id, kind="x", key="x", day=date(2026, 3, 2), stage=1, mail_id=row.id)
    )
    session.commit()
    assert send(posting) == (1, [])
    assert states(session) == ["failed", "sent"]


def test_starttls_with_a_server_that_lacks_it_sends_nothing_in_the_open(due, posting, box):
    due(1)
    ((_, fault),) = send(replace(posting, smtp_security="starttls"))[1]
    assert "STARTTLS" in fault
    assert box.mails == []


def test_accounts_that_are_closed_or_have_no_address_get_nothing(session, due, posting, box, administrator):
    account, _ = due(1)
    users.change(session, administrator, datetime.now(UTC), user_id=account.id, email="")
    session.commit()
    assert send(posting) == (0, [])
    users.change(
        session, administrator, datetime.now(UTC), user_id=account.id, active=False, email="a@b.example"
    )
    session.commit()
    assert send(posting) == (0, [])
    assert box.mails == []


def test_the_command_says_which_setting_is_missing(fair_scale, monkeypatch):
    status, said, _ = fair_scale("send-reminders")
    assert (status, "FAIR_SCALE_SMTP_HOST" in said) == (0, True)
    monkeypatch.setenv("FAIR_SCALE_SMTP_HOST", "mail.example")
    assert fair_scale("send-reminders")[2] == (
        "fair-scale: FAIR_SCALE_SMTP_FROM is the address that mail comes from\n"
    )


@pytest.mark.parametrize("email", ["nobody", "a@b\r\nBcc: c@d.example", "李@b.example", f"a@{'b' * 300}.cn"])
def test_a_bad_address_is_named_at_its_field(sign_in, session, make, email):
    office, user = sign_in("administrator"), make.user("supervisor")
    make.commit()
    answer = office.post(f"/office/users/{user.id}", data={"name": "李", "email": email})
    assert (answer.status_code, 'id="e-email"' in answer.text) == (422, True)
    assert fresh(session).get(type(user), user.id).email == ""
