"""Hand-overs: chosen matters, evidence frozen file by file, every step recorded, nothing published changed."""

# ruff: noqa: F811 - fixtures of another module are asked for by their names

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from server.documents import evidence_packages
from server.domain import canonical, folding
from server.domain.handovers import matters
from server.domain.problems import Problem
from server.services import evidence_packages as packages
from server.services import handovers, outcomes
from server.services.inspections import rules_of
from server.store import handovers as stored
from server.store.audit import AuditEntry
from server.store.handovers import Handover
from server.store.inspections import Inspection, Photo
from server.store.users import Device
from tests.services.test_calendar import ZONE
from tests.services.test_objections import CATEGORIES, act, files, outcome  # noqa: F401
from tests.web.tablets import jpeg

PAPER = b"%PDF-1.7 on-site record"
TODAY = date(2026, 3, 2)


@pytest.fixture
def inspection(session, make, outcome, files, now):
    """A failed inspection with two photos, one of which never came."""
    row = session.get_one(Inspection, outcome.inspection_id)
    row.result = json.loads(outcome.content)["result"]
    device = Device(id="01900000-0000-7000-8000-0000000000dd", user_id=make.user("inspector").id, name="平板")
    digest = files.put(jpeg(7))
    received = {"mime": "image/jpeg", "width": 32, "height": 24, "received_at": now, "receipt": 1}
    device.token_sha256, device.enrolled_at = "0" * 64, now
    session.add(device)
    session.flush()
    session.add(Photo(sha256=digest, size=len(jpeg(7)), device_id=device.id, **received))
    row.folded = {
        "photos": [{"sha256": digest}, {"sha256": "f" * 64}],
        "signature": None,
        "not_possible": None,
    }
    make.commit()
    return row


@pytest.fixture
def hand_over(act, supervisor, inspection, files):
    def hand_over(**given):
        defaults = {
            "inspection_id": inspection.id,
            "kind": "authority",
            "recipient": "海岳市公安局",
            "reason": "涉嫌破坏铅封",
            "matters": [0],
            "seen": folding.fingerprint(inspection.folded),
            "paper": lambda row: PAPER,
            "files": files,
            "zone": ZONE,
        }
        return act(supervisor, handovers.hand_over, **{**defaults, **given})

    return hand_over


def archive(row, files) -> bytes:
    target = io.BytesIO()
    evidence_packages.write(target, packages.contents(row.manifest, files))
    return target.getvalue()


def test_a_hand_over_goes_from_its_beginning_to_its_end(
    act, session, supervisor, inspection, hand_over, clock
):
    row = hand_over(last_day=TODAY)
    assert (row.number, row.state, row.kind) == ("T2026-000001", "handed_over", "authority")
    offered = matters(inspection.folded, inspection.result, rules_of(session, inspection))
    assert row.matters == [offered[0].as_json()]
    assert len(offered) > 1
    key = {"handover_id": row.id}
    clock.forward(hours=1)
    act(supervisor, handovers.take_up, **key, text="公治受字〔2026〕7 号")
    clock.forward(hours=1)
    act(supervisor, handovers.conclude, **key, text="行政处罚决定，罚款 2000 元")
    steps = stored.steps(session, [row.id])[row.id]
    assert [step.action for step in steps] == ["hand_over", "take_up", "conclude"]
    assert row.state == "concluded"
    with pytest.raises(Problem, match="wrong_state"):
        act(supervisor, handovers.send_back, **key, text="晚了")
    assert hand_over().number == "T2026-000002"
    clock.forward(days=365)
    again = hand_over(kind="case", recipient="")
    assert again.number == "T2027-000001"
    act(supervisor, handovers.send_back, handover_id=again.id, text="不属于本机关管辖")
    assert again.state == "sent_back"


@pytest.mark.parametrize(
    ("given", "code", "at"),
    [
        ({"kind": ""}, "required", "kind"),
        ({"recipient": " "}, "required", "recipient"),
        ({"recipient": "x" * 201}, "too_long", "recipient"),
        ({"reason": ""}, "required", "reason"),
        ({"matters": []}, "handover_nothing", "matters"),
        ({"matters": [99, -1]}, "handover_nothing", "matters"),
        ({"last_day": TODAY - timedelta(days=1)}, "deadline_past", "last_day"),
        ({"seen": "0" * 64}, "changed_meanwhile", None),
    ],
)
def test_a_bad_hand_over_leaves_nothing_behind(session, hand_over, given, code, at):
    with pytest.raises(Problem) as problem:
        hand_over(**given)
    assert (problem.value.code, problem.value.at) == (code, at)
    assert session.scalar(select(func.count()).select_from(Handover)) == 0
    assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0


def test_only_a_settled_record_is_handed_over(session, inspection, hand_over):
    inspection.state = "in_review"
    session.commit()
    with pytest.raises(Problem, match="wrong_state"):
        hand_over()
    inspection.state = "approved"
    session.commit()
    hand_over()
    assert inspection.state == "approved"


def test_the_evidence_is_frozen_and_checks_with_one_command(
    act, session, supervisor, inspection, hand_over, outcome, files, tmp_path
):
    row = hand_over()
    package = archive(row, files)
    act(
        supervisor, outcomes.correct, number=outcome.number, version=1, reason="误录", categories=CATEGORIES,
        photos=[], files=files, second=False,
    )  # fmt: skip
    inspection.folded = {**inspection.folded, "photos": []}
    session.commit()
    assert archive(row, files) == package, "what came later changes nothing"
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        opened.extractall(tmp_path)
    checked = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "photos/001.jpg: OK" in checked.stdout
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert canonical.dumps(manifest) == row.manifest
    assert manifest["missing"] == ["f" * 64]
    names = {entry["name"] for entry in manifest["files"]}
    assert names == {
        "audit.jsonl", "draw-log.jsonl", "operations.jsonl", "outcome-v1.json", "photos/001.jpg", "record.json",
        "record.pdf",
    }  # fmt: skip
    assert checked.stdout.count(": OK") == len(names) + 1
    assert (tmp_path / "record.pdf").read_bytes() == PAPER
    assert (tmp_path / "photos/001.jpg").read_bytes() == jpeg(7)
    assert (tmp_path / "outcome-v1.json").read_text() == outcome.content
    (tmp_path / "record.json").write_text("{}")
    assert subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True).returncode


def test_the_same_state_gives_the_same_evidence(session, inspection, files):
    first, second = (packages.gather(session, inspection, PAPER, files) for _ in range(2))
    assert first == second


def test_a_damaged_file_is_never_handed_out(hand_over, files):
    row = hand_over()
    digest = canonical.sha256(PAPER)
    files.path(digest).write_bytes(b"other")
    with pytest.raises(Problem, match="package_damaged"):
        archive(row, files)
    files.path(digest).unlink()
    with pytest.raises(Problem, match=r"record\.pdf"):
        archive(row, files)
