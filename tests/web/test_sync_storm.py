"""Whatever happens to tablets, networks and the server on the way, every entry and photo arrives exactly once."""

from __future__ import annotations

import json
import logging
import random
from contextlib import contextmanager

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from server.store.files import FileStore
from server.store.inspections import Inspection, InspectionPhoto, Manifest, Operation, Photo, Quarantined
from server.web.problems import log
from tests.web.storms import FATES, StormTablet
from tests.web.tablets import PASSING, Tablet, carry, fresh, join, jpeg, leaves, visit

INSPECTIONS, PHOTOS_EACH, TABLETS = 200, 3, 5
FIELDS = leaves([], {"date": "2026-03-05", "stage": "in_service"})


class PowerCut(RuntimeError):
    """The server dies before its transaction is on the disk."""


@contextmanager
def power_cuts(chance):
    """Let the server die now and then just before it commits, after photos were stored."""
    log.setLevel(logging.CRITICAL)

    def maybe(_session):
        if chance():
            raise PowerCut

    event.listen(Session, "before_commit", maybe)
    try:
        yield
    finally:
        event.remove(Session, "before_commit", maybe)
        log.setLevel(logging.NOTSET)


def test_200_inspections_with_600_photos_arrive_exactly_once(client, make, session, settings):
    dice = random.Random(20261123)
    storms = [_tablet(client, make) for _ in range(TABLETS)]
    number = 0
    for n in range(INSPECTIONS):
        storm, inspector_id = storms[n % TABLETS]
        inspection = visit(make)
        join(make, inspection, inspector_id)
        pictures = [jpeg(number := number + 1) for _ in range(PHOTOS_EACH)]
        storm.visit(inspection.id, FIELDS, pictures)
    make.commit()
    tablets = [storm for storm, _ in storms]
    photos = {digest: data for storm in tablets for digest, data in storm.photos.items()}
    with power_cuts(lambda: dice.random() < 0.03):
        for _ in range(1100):
            storm = dice.choice(tablets)
            if not storm.verified:
                _something(storm, dice)
    for storm in tablets:
        storm.drain()
    _arrived_exactly_once(session, tablets, FileStore(settings.files), photos)
    assert len(photos) == INSPECTIONS * PHOTOS_EACH
    states = dict(session.execute(select(Inspection.state, func.count()).group_by(Inspection.state)).all())
    assert states == {"in_review": INSPECTIONS}
    assert {row.folded["record"]["stage"] for row in session.scalars(select(Inspection))} == {"in_service"}


def _tablet(client, make):
    inspector = make.inspector()
    user = make.user("inspector", inspector_id=inspector.id)
    make.commit()
    return StormTablet(Tablet(client, user.username, make.now).enrol()), inspector.id


def _something(storm, dice):
    """One thing that a tablet does in a storm."""
    fate = dice.choices(FATES, (2, 2, 6))[0]
    kind = dice.random()
    if kind < 0.35:
        waiting = list(storm.outbox.values())
        chosen = dice.sample(waiting, min(len(waiting), dice.randint(1, 60)))
        again = dice.sample(storm.tablet.made, 5)
        entries = [*chosen, *again, *chosen[:3]]
        dice.shuffle(entries)
        storm.send(entries, fate)
    elif kind < 0.85 and storm.photos:
        storm.upload(dice.choice(list(storm.photos)), fate)
    elif storm.open:
        storm.close(dice.choice(list(storm.open)), fate)


def _arrived_exactly_once(session, storms, files, photos):
    fresh(session)
    made = {entry["id"]: entry for storm in storms for entry in storm.tablet.made}
    stored = {row.id: json.loads(row.raw) for row in session.scalars(select(Operation))}
    assert [storm.trouble for storm in storms if storm.trouble] == []
    assert all(storm.verified for storm in storms)
    assert stored == made
    assert session.scalar(select(func.count()).select_from(Quarantined)) == 0
    assert set(session.scalars(select(Operation.state).distinct())) == {"applied"}
    assert set(session.scalars(select(Photo.sha256))) == set(photos)
    assert all(files.get(digest) == data for digest, data in photos.items())
    assert session.scalar(select(func.count()).select_from(InspectionPhoto)) == len(photos)
    assert set(session.scalars(select(Manifest.complete))) == {True}
    for storm in storms:
        _receipts_name_everything_once(storm)


def _receipts_name_everything_once(storm):
    """What a tablet that lost every answer would learn by asking."""
    latest, since = {}, ""
    while page := storm.tablet.get(f"receipts?since={since}").json:
        if not page["receipts"]:
            break
        for receipt in page["receipts"]:
            assert receipt["id"] not in latest
            latest[receipt["id"]] = receipt["state"]
        since = page["next"]
    mine = {entry["id"] for entry in storm.tablet.made}
    assert {key for key, state in latest.items() if state == "applied"} >= mine


ACTIONS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["send", "upload", "close"]),
        st.sampled_from(FATES),
        st.lists(st.integers(0, 11), min_size=1, max_size=8),
    ),
    max_size=25,
)


@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(actions=ACTIONS)
def test_any_course_of_events_ends_with_both_tablets_verified(client, make, session, actions):
    inspection = visit(make)
    storms = [StormTablet(carry(client, make, inspection, position)) for position in (0, 1)]
    for n, storm in enumerate(storms):
        storm.visit(inspection.id, leaves([], PASSING)[:6], [jpeg(100 * n + 1), jpeg(100 * n + 2)])
        storm.send(storm.tablet.made[:1], "answered")
    for which, action, fate, picks in actions:
        storm = storms[which]
        if action == "send":
            made = storm.tablet.made
            storm.send([made[pick % len(made)] for pick in picks], fate)
        elif action == "upload" and storm.photos:
            storm.upload(sorted(storm.photos)[picks[0] % len(storm.photos)], fate)
        elif action == "close" and storm.open:
            storm.close(inspection.id, fate)
    for storm in storms:
        storm.drain()
    assert all(storm.verified for storm in storms)
    found = fresh(session).get(Inspection, inspection.id)
    assert found.state == "in_review"
    assert found.entries == sum(len(storm.tablet.made) for storm in storms)
    assert len(found.folded["photos"]) == 4
    assert found.folded["conflicts"] == []
