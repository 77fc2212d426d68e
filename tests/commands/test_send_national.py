"""The link to the national system: each published version is handed over once, and its answer is kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, Lock

import pytest

from server import cli
from server.commands.send_national import send
from server.services.national_records import Answer, link
from server.store.audit import AuditEntry
from server.store.national_records import NationalRecord
from tests.web.tablets import fresh


class Other:
    """The other side: remembers what came; answers as it is told."""

    def __init__(self) -> None:
        self.came, self.answer, self._lock = [], Answer(True, "receipt"), Lock()

    def send(self, delivery):
        with self._lock:
            self.came.append((delivery.number, delivery.version))
            self.records = delivery.records
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def states(session):
    return {(row.standing, row.attempts, row.answer) for row in fresh(session).query(NationalRecord)}


def test_two_runs_at_once_hand_over_each_version_once(session, make, settings):
    made = {make.outcome().number for _ in range(6)}
    make.commit()
    other, start = Other(), Barrier(2)

    def run(_process):
        start.wait()
        return send(settings, other)["accepted"]

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(run, range(2))) == 6
    assert sorted(other.came) == sorted((number, 1) for number in made)
    assert states(session) == {("accepted", 1, "receipt")}
    assert send(settings, other) == {"accepted": 0, "refused": 0, "failed": 0}
    acts = [row.action for row in session.query(AuditEntry)]
    assert acts.count("national.answer") == 6


def test_what_failed_is_tried_again_and_what_was_refused_when_asked(session, make, settings):
    make.outcome()
    make.commit()
    other = Other()
    other.answer = OSError("no route")
    assert send(settings, other)["failed"] == 1
    assert states(session) == {("failed", 1, "OSError: no route")}
    other.answer = Answer(False, "代码不符")
    assert send(settings, other)["refused"] == 1
    assert send(settings, other)["refused"] == 0
    other.answer = Answer(True, "4711")
    assert send(settings, other, again=True)["accepted"] == 1
    assert states(session) == {("accepted", 3, "4711")}


def test_a_run_that_died_is_taken_up_after_an_hour_and_a_correction_goes_for_itself(session, make, settings):
    first = make.outcome()
    make.commit()
    other = Other()
    now = datetime.now(UTC)
    row = NationalRecord(outcome_id=first.id, standing="sending", attempts=1, handed_at=now)
    session.add(row)
    session.commit()
    assert send(settings, other)["accepted"] == 0
    row.handed_at = now - timedelta(minutes=61)
    session.commit()
    assert send(settings, other)["accepted"] == 1
    make.outcome(first.object, corrects=first)
    make.commit()
    assert send(settings, other)["accepted"] == 1
    assert other.came == [(first.number, 1), (first.number, 2)]
    (record,) = other.records
    assert record["result"] == "发现问题已责令改正"


def test_the_setting_names_a_class_or_says_what_is_wrong(fair_scale, monkeypatch):
    assert isinstance(link(f"{__name__}:Other"), Other)
    with pytest.raises(ValueError, match="FAIR_SCALE_NATIONAL_LINK: nowhere:Link"):
        link("nowhere:Link")
    assert fair_scale("send-national")[0] == 2
    monkeypatch.setenv("FAIR_SCALE_NATIONAL_LINK", f"{__name__}:Other")
    fair_scale("set-up")
    assert fair_scale("send-national")[:2] == (0, "Accepted: 0, refused: 0, not reached: 0.\n")
    assert cli.main(["send-national", "--again"]) == 0
