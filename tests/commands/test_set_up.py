"""What ``fair-scale`` does to a new installation, and how it says what is wrong."""

import sqlite3
from stat import S_IMODE

import pytest

from server import commands
from server.commands.words import language
from server.config import Settings
from server.domain.texts import tables
from server.store import schema


def test_set_up_makes_a_key_for_its_owner_alone_and_the_newest_schema(
    fair_scale, installation: Settings
) -> None:
    assert fair_scale("set-up")[0] == 0
    key = installation.data / "secret_key"
    assert S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text("ascii")) == 64
    assert schema.differences(installation.database_url) == []


def test_set_up_again_replaces_nothing(fair_scale, installation: Settings) -> None:
    fair_scale("set-up")
    key = (installation.data / "secret_key").read_text("ascii")
    fair_scale("user-add", "zhang", "administrator", stdin="long enough for all\n")
    status, written, _ = fair_scale("set-up")
    assert status == 0
    assert "calendar" not in written
    assert (installation.data / "secret_key").read_text("ascii") == key
    assert fair_scale("user-add", "zhang", "administrator", stdin="long enough for all\n")[0] == 2


@pytest.mark.parametrize(
    ("change", "first"),
    [("DROP TABLE corrections", "corrections"), ("ALTER TABLE users DROP COLUMN name", "users.name")],
)
def test_a_database_that_no_release_made_is_refused_in_words(
    fair_scale, installation: Settings, change: str, first: str
) -> None:
    fair_scale("set-up")
    with sqlite3.connect(installation.data / "fair-scale.sqlite") as connection:
        connection.execute(change)
    connection.close()
    status, _, said = fair_scale("set-up")
    assert status == 2
    assert f"it lacks {first} (1 in all)" in said


def test_verify_log_counts_entries_and_finds_an_altered_one(fair_scale, installation: Settings) -> None:
    fair_scale("set-up")
    fair_scale("user-add", "zhang", "administrator", stdin="long enough for all\n")
    status, written, _ = fair_scale("verify-log")
    assert (status, "2 entries" in written) == (0, True)
    with sqlite3.connect(installation.data / "fair-scale.sqlite") as connection:
        connection.execute("DROP TRIGGER audit_entries_frozen_update")
        connection.execute("UPDATE audit_entries SET actor = 'nobody' WHERE seq = 2")
    connection.close()
    status, written, _ = fair_scale("verify-log")
    assert (status, "entry 2 was altered" in written) == (1, True)


def test_a_refusal_names_the_field_in_the_language_of_the_terminal(
    fair_scale, monkeypatch: pytest.MonkeyPatch
) -> None:
    fair_scale("set-up")
    assert fair_scale("user-add", "zhang", "supervisor", stdin="short\n")[2] == (
        "password: A password has at least 10 characters.\n"
    )
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert (
        fair_scale("user-add", "zhang", "supervisor", stdin="short\n")[2]
        == "password: 密码至少 10 个字符。\n"
    )


def test_an_inspectors_account_needs_a_certificate_of_the_register(fair_scale) -> None:
    fair_scale("set-up")
    status, _, said = fair_scale(
        "user-add", "zhang", "inspector", "--certificate", "ZF0", stdin="long enough for all\n"
    )
    assert (status, said) == (2, "certificate: Not found: ZF0.\n")


def test_without_a_database_a_command_says_what_to_run(fair_scale) -> None:
    status, _, said = fair_scale("verify-log")
    assert status == 2
    assert "fair-scale set-up" in said


@pytest.mark.parametrize("speech", ["zh", "en"])
def test_every_command_has_its_words_in_both_languages(speech: str) -> None:
    table = tables()["commands"]
    assert all(table[name][speech] for name in commands.modules())


@pytest.mark.parametrize(
    ("environment", "speech"),
    [({}, "en"), ({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "zh_CN", "LC_ALL": "C"}, "en")],
)
def test_the_terminal_says_which_language(environment: dict[str, str], speech: str) -> None:
    assert language(environment) == speech
