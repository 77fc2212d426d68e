"""A supervisor publishes a plan and draws before witnesses; weeks later a witness recomputes everything at home."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from server.store.draws import Draw
from server.store.plans import Plan
from tests.campaign import Campaign

DICE = "3 1 4 1 5 9 2 6 5 3 5 8 9 7 9 3 2 3 8 4"
PLAN = {
    "programmes": "market_scales",
    "title": "2026年春季集贸市场衡器抽查",
    "authority": "海岳市市场监督管理局",
    "basis": "《计量法》第十八条",
    "first": "2026-03-01",
    "last": "2026-06-30",
    "team_size": "2",
    "yearly_cap": "2",
    "second_stage": "5",
    "sample-0-division": "*",
    "sample-0-risk_class": "*",
    "sample-0-kind": "ratio",
    "sample-0-value": "20",
}


@pytest.fixture
def register(session, make, now):
    Campaign(session, make, now).register(objects=40, leads=3, members=5)
    make.commit()


def test_a_draw_with_witnesses(register, sign_in, client, session, clock, tmp_path):
    office = sign_in("supervisor")

    # The plan is public before anything is drawn.
    office.post("/office/plans/add", data=PLAN)
    plan = session.query(Plan).one()
    office.post(f"/office/plans/{plan.id}/publish", data={"version": "1"})
    assert PLAN["title"] in client.get("/plans/").text

    # Step 1: the commitment, which every witness writes down.
    clock.forward(days=7)
    source = {"plan_id": plan.id, "source-dice": "1", "source-dice-count": "20"}
    screen = office.post("/office/draws/new", data=source, follow_redirects=True).text
    noted = "".join(re.findall(r"<span>([0-9a-f]{8})</span>", screen))
    assert len(noted) == 64

    # Step 2: the dice are thrown only now; one of the two people mistypes at first.
    session.rollback()
    draw = session.query(Draw).one()
    clock.forward(minutes=3)
    mistyped = {"value": DICE, "repeated": DICE[:-1] + "5"}
    assert office.post(f"/office/draws/{draw.id}/entropy", data=mistyped).status_code == 422
    assert (
        office.post(f"/office/draws/{draw.id}/entropy", data={"value": DICE, "repeated": DICE}).status_code
        == 302
    )

    # Step 3: the draw. The public learns how many, not whom.
    clock.forward(minutes=2)
    office.post(f"/office/draws/{draw.id}/draw")
    public = client.get(f"/draws/{draw.id}")
    assert "抽中 8 个检查对象" in public.text
    assert client.get(f"/draws/{draw.id}/bundle.zip").status_code == 404
    head = last_of(client.get("/draws/log.jsonl").data)

    # Step 4, when the visits are over: everything is public.
    clock.forward(days=30)
    office.post(f"/office/draws/{draw.id}/open")
    bundle, log = tmp_path / "bundle.zip", tmp_path / "draws.jsonl"
    bundle.write_bytes(client.get(f"/draws/{draw.id}/bundle.zip").data)
    log.write_bytes(client.get("/draws/log.jsonl").data)

    # A witness checks it at home, against the note taken on the day.
    assert sampling("verify", bundle, "--commitment", noted) == 0
    assert sampling("verify-log", log, "--head", head) == 0
    assert DICE.encode() in zipfile.ZipFile(bundle).read("entropy.txt")

    # A bundle in which somebody swapped an object is refused, and so is a log with a changed line.
    bundle.write_bytes(tampered(bundle.read_bytes()))
    assert sampling("verify", bundle, "--commitment", noted) == 1
    log.write_bytes(log.read_bytes().replace(b'"objects":8', b'"objects":9'))
    assert sampling("verify-log", log) == 1


def sampling(*arguments: object) -> int:
    """Run the library's command as anybody would and return its exit status."""
    command = [sys.executable, "-m", "sampling", *map(str, arguments)]
    return subprocess.run(
        command, cwd=Path(__file__).parents[2], capture_output=True, timeout=120, check=False
    ).returncode


def last_of(log: bytes) -> str:
    """The head of a log as the witness notes it: number and hash of its last line."""
    line = log.splitlines()[-1].decode()
    return re.search(r'"seq":(\d+)', line)[1] + ":" + re.search(r'"hash":"([0-9a-f]{64})"', line)[1]


def tampered(archive: bytes) -> bytes:
    """The same bundle with the first two objects of the list in each other's place in the result."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            if name == "result.json":
                first, second = re.findall(rb'"object":"([^"]+)"', data)[:2]
                data = data.replace(first, b"?").replace(second, first).replace(b"?", second)
            copy.writestr(name, data)
    return target.getvalue()
