"""Entries of tablets: what is taken, what is refused, and what they come to."""

from __future__ import annotations

import copy
import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import folding, operations
from server.domain.operations import Operation
from server.domain.problems import Problem
from server.domain.removals import Removals

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
DEVICE = "01900000-0000-7000-8000-00000000000a"
CASES = [
    pytest.param(case, id=case["name"])
    for file in sorted((Path(__file__).parent.parent / "data" / "fold").glob("*.json"))
    for case in json.loads(file.read_text("utf-8"))
]


def entry(kind="set", body=None, **members):
    return {
        "id": "019a0000-0000-7000-8000-000000000001",
        "device": DEVICE,
        "seq": 1,
        "inspection": "01900000-0000-7000-8000-0000000000f1",
        "revision": 1,
        "at": "2026-03-05T01:00:01.000Z",
        "kind": kind,
        "body": {"path": ["density"], "value": "1.03"} if body is None else body,
        **members,
    }


def refusal(raw):
    with pytest.raises(Problem) as refused:
        operations.read(raw, device=DEVICE, now=NOW)
    return refused.value.code, refused.value.at


@pytest.mark.parametrize("case", CASES)
def test_entries_come_to_what_the_shared_case_says(case):
    assert folding.fold(map(Operation.of, case["operations"]), case.get("choices")) == case["expect"]


@pytest.mark.parametrize("case", CASES)
def test_the_order_of_arrival_changes_nothing(case):
    entries = list(map(Operation.of, case["operations"]))
    for shift in range(len(entries)):
        turned = (entries[shift:] + entries[:shift])[::-1]
        assert folding.fold(turned, case.get("choices")) == case["expect"]


@pytest.mark.parametrize("case", CASES)
def test_every_entry_of_the_shared_cases_makes_sense(case):
    for raw in case["operations"]:
        read = operations.read(raw, device=raw["device"], now=NOW)
        assert (read.id, read.seq, read.body) == (raw["id"], raw["seq"], raw["body"])


@pytest.mark.parametrize(
    ("raw", "code", "at"),
    [
        (None, "operation_form", None),
        ([], "operation_form", None),
        ({}, "operation_id", "id"),
        (entry(id="X"), "operation_id", "id"),
        (entry(id="019A0000-0000-7000-8000-000000000001"), "operation_id", "id"),
        (entry(device="01900000-0000-7000-8000-00000000000b"), "operation_device", "device"),
        (entry(seq=0), "operation_seq", "seq"),
        (entry(seq=True), "operation_seq", "seq"),
        (entry(seq=2**31), "operation_seq", "seq"),
        (entry(inspection="1"), "operation_inspection", "inspection"),
        (entry(revision=0), "operation_revision_form", "revision"),
        (entry(at="2026-03-05"), "operation_at", "at"),
        (entry(at="2026-02-30T01:00:00Z"), "operation_at", "at"),
        (entry(at="0001-01-01T00:00:00+23:59"), "operation_at", "at"),
        (entry(at="2099-01-01T00:00:00Z"), "operation_at", "at"),
        (entry(at="1999-01-01T00:00:00Z"), "operation_at", "at"),
        (entry(kind="delete"), "operation_kind", "kind"),
        (entry(kind=["set"]), "operation_kind", "kind"),
        (entry(body="text"), "operation_body", "body"),
        (entry(body={"path": ["a"]}), "operation_body", "body/value"),
        (entry(body={"path": [], "value": 1}), "operation_body", "body/path"),
        (entry(body={"path": ["@1"], "value": 1}), "operation_body", "body/path"),
        (entry(body={"path": ["a", "__proto__"], "value": 1}), "operation_body", "body/path"),
        (entry(body={"path": ["a"], "value": []}), "operation_body", "body/value"),
        (entry(body={"path": ["a"], "value": "1" * 10_001}), "operation_body", "body/value"),
        (entry(body={"path": ["a"], "value": 1.5}), "operation_number", None),
        (entry(body={"path": ["a"], "value": 2**53}), "operation_number", None),
        (entry(body={"path": ["a"], "value": "\x00"}), "operation_text", None),
        (entry(body={"path": ["a"], "value": "\ud800"}), "operation_text", None),
        (entry(body={"path": ["a"], "value": 1, "supersedes": ["x"]}), "operation_body", "body/supersedes"),
        (entry("remove", {"path": ["a", "@b"], "supersedes": [0]}), "operation_body", "body/supersedes"),
        (entry("remove", {"path": ["packages"]}), "operation_body", "body/path"),
        (entry("undo", {"of": 3}), "operation_body", "body/of"),
        (entry("start", {"date": "2026-02-30"}), "operation_body", "body/date"),
        (entry("start", {"date": "20260301"}), "operation_body", "body/date"),
        (entry("not_possible", {"reason": "tired"}), "operation_body", "body/reason"),
        (entry("finish", {"operations": -1}), "operation_body", "body/operations"),
        (entry("photo", {"sha256": "A" * 64}), "operation_body", "body/sha256"),
        (entry("signature", {"name": "王"}), "operation_body", "body/strokes_sha256"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused_with_its_member(raw, code, at):
    assert refusal(raw) == (code, at)


def test_an_entry_that_is_nested_without_end_is_refused():
    deep = []
    for _ in range(50):
        deep = [deep]
    assert refusal(entry(body={"path": ["a"], "value": 1, "more": deep})) == ("operation_form", None)


def test_a_clock_that_is_days_off_loses_nothing():
    for days in (-300, -1, 1, 300):
        at = (NOW + timedelta(days=days)).isoformat().replace("+00:00", "Z")
        assert operations.read(entry(at=at), device=DEVICE, now=NOW).at == NOW + timedelta(days=days)


def test_members_of_a_newer_tablet_are_part_of_the_content_but_change_nothing():
    old = operations.read(entry(), device=DEVICE, now=NOW)
    new = operations.read(entry(app="9.0"), device=DEVICE, now=NOW)
    assert (old.body, old.id) == (new.body, new.id)
    assert old.sha256 != new.sha256


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
        max_leaves=12,
    )
)
def test_whatever_is_sent_is_read_or_refused(junk):
    for raw in (junk, entry(body=junk), entry(body={"path": junk, "value": junk}), entry(id=junk, seq=junk)):
        try:
            read = operations.read(copy.deepcopy(raw), device=DEVICE, now=NOW)
        except Problem as problem:
            assert problem.code.startswith("operation_")
        else:
            assert read.body == raw["body"]


PATHS = st.sampled_from([["a"], ["a", "b"], ["rows", "@1", "x"], ["rows", "@2", "x"], ["rows", "@2"]])


@given(st.data())
def test_any_entries_fold_the_same_in_any_order(data):
    count = data.draw(st.integers(1, 12))
    made = []
    for n in range(count):
        kind = data.draw(st.sampled_from(["set", "set", "set", "remove", "undo"]))
        path = data.draw(PATHS)
        seen = [f"019a0000-0000-7000-8000-{n:012x}" for n in data.draw(st.sets(st.integers(0, 11)))]
        named = data.draw(st.sampled_from([{}, {"supersedes": seen}]))
        body = {
            "set": {"path": path, "value": data.draw(st.sampled_from(["1", 1, True, None]))},
            "remove": {"path": ["rows", data.draw(st.sampled_from(["@1", "@2"]))], **named},
            "undo": {"of": f"019a0000-0000-7000-8000-{data.draw(st.integers(0, 12)):012x}"},
        }[kind]
        device = data.draw(st.sampled_from(["a", "b"]))
        made.append(Operation(f"019a0000-0000-7000-8000-{n:012x}", device, n + 1, "i", 1, NOW, kind, body))
    assert folding.fold(data.draw(st.permutations(made))) == folding.fold(made)
    removed = [one for one in made if one.kind == "remove"]
    for one in made:
        if one.kind == "set":
            assert Removals(made).take(one) == any(takes_away(removal, one) for removal in removed)


def takes_away(removal, one):
    """As docs/sync.md says it of one removal and one entry."""
    if one.body["path"][: len(removal.body["path"])] != removal.body["path"]:
        return False
    if removal.device == one.device:
        return one.seq < removal.seq
    seen = removal.body.get("supersedes")
    return one.id < removal.id if seen is None else one.id in seen


@pytest.mark.parametrize("rows", [1, 20_000])
def test_removals_without_end_are_folded_in_no_time(rows):
    def made(n, kind, body):
        return Operation(f"019a0000-0000-7000-8000-{n:012x}", DEVICE, n, "i", 1, NOW, kind, body)

    count = 20_000
    gone = [made(n, "remove", {"path": ["rows", f"@{n % rows}"], "supersedes": []}) for n in range(1, count)]
    kept = [made(n, "set", {"path": ["rows", "@0", f"{n}"], "value": n}) for n in range(count, 2 * count)]
    begun = time.process_time()
    assert len(folding.fold([*gone, *kept])["record"]["rows"][0]) == count
    # Compared each with each this takes minutes.
    assert time.process_time() - begun < 10


def test_a_choice_settles_a_conflict_until_the_chosen_entry_is_replaced():
    two = [
        Operation.of(entry()),
        Operation.of(
            entry(
                body={"path": ["density"], "value": "1.04"},
                id="019a0000-0000-7000-8000-000000000002",
                device="01900000-0000-7000-8000-00000000000b",
            )
        ),
    ]
    choice = {folding.path_text(["density"]): two[1].id}
    assert folding.fold(two, choice)["record"] == {"density": "1.04"}
    assert folding.fold(two, choice)["conflicts"] == []
    assert [field["path"] for field in folding.differences(two)] == [["density"]]
    third = Operation.of(
        entry(
            body={"path": ["density"], "value": "1.05"},
            id="019a0000-0000-7000-8000-000000000003",
            device="01900000-0000-7000-8000-00000000000b",
            seq=2,
        )
    )
    assert folding.fold([*two, third], choice)["record"] == {}
    assert len(folding.fold([*two, third], choice)["conflicts"]) == 1
