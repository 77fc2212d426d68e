"""Random schedules of faults, each from its seed: the client's own modules in Chromium against the real server.

Two tablets of one team record 50 visits with a photo each. Requests are dropped, cut, doubled, answered by a captive
portal, a gateway, a busy server; answers are lost; pages are killed between any two steps; the server loses its power
before it commits. At the end the network is good, and nothing may be lost, nothing double, every visit verified.
"""

from __future__ import annotations

import base64
import json
import logging
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from server.app import create_app
from server.config import Settings
from server.store.engine import open_engine
from server.store.files import FileStore
from server.store.inspections import Inspection, Operation, Photo, Quarantined
from server.web.problems import log
from tests.browser.conftest import serve, stop
from tests.factories import Make
from tests.web.tablets import join, jpeg, visit

#: Every so many-th visit is worked on by both tablets.
SHARED = 8
POWER_CUTS = 0.01
SCHEDULE = (Path(__file__).with_suffix(".js")).read_text("utf-8")


class PowerCut(RuntimeError):
    """The server dies before its transaction is on the disk."""


@dataclass
class Ground:
    """A server, a page at it, and a database in which each schedule makes its own visits."""

    page: Page
    engine: Engine
    files: FileStore
    dice: random.Random
    cutting: bool = False

    def run(self, seed: int, visits: int = 50) -> Counter[str]:
        """Run one schedule and check what it left; returns how often each fault was met."""
        self.dice.seed(seed)
        with Session(self.engine, expire_on_commit=False) as session:
            make = Make(session, datetime.now(UTC))
            team = [make.user("inspector") for _ in range(2)]
            made = [visit(make) for _ in range(visits)]
            for position, user in enumerate(team):
                for inspection in made:
                    join(make, inspection, user.inspector_id, position)
            make.commit()
        ids = [inspection.id for inspection in made]
        shared = ids[::SHARED]
        alone = [one for one in ids if one not in shared]
        self.cutting = True
        found = self.page.evaluate(
            SCHEDULE.replace("JPEG", json.dumps(base64.b64encode(jpeg(seed)).decode())),
            {
                "seed": seed,
                "tablets": [user.username for user in team],
                "shared": shared,
                "alone": [alone[::2], alone[1::2]],
                "password": Make.PASSWORD,
            },
        )
        self.cutting = False
        self._check(found["tablets"], ids, len(ids) + len(shared))
        return Counter(found["seen"])

    def _check(self, tablets: list[dict[str, Any]], ids: list[str], pictures: int) -> None:
        for tablet in tablets:
            assert set(tablet["words"]) == {"verified"}, tablet["words"]
            assert (tablet["waiting"], tablet["trouble"]) == (0, 0)
        made = {json.loads(text)["id"]: text for tablet in tablets for text in tablet["operations"]}
        photos = {digest for tablet in tablets for digest in tablet["photos"]}
        devices = [tablet["device"] for tablet in tablets]
        assert len(photos) == pictures
        with Session(self.engine) as session:
            rows = session.scalars(select(Operation).where(Operation.device_id.in_(devices))).all()
            assert {row.id: row.raw for row in rows} == made
            assert {row.state for row in rows} == {"applied"}
            assert not session.scalars(select(Quarantined.id).where(Quarantined.device_id.in_(devices))).all()
            kept = session.scalars(select(Photo.sha256).where(Photo.device_id.in_(devices))).all()
            assert sorted(kept) == sorted(photos)
            assert all(self.files.has(digest) for digest in photos)
            states = session.scalars(select(Inspection.state).where(Inspection.id.in_(ids)))
            assert Counter(states) == {"in_review": len(ids)}

    def cut(self, _session: Session) -> None:
        """Lose the power now and then."""
        if self.cutting and self.dice.random() < POWER_CUTS:
            raise PowerCut


@contextmanager
def ground(browser: Browser, database: str, folder: Path) -> Iterator[Ground]:
    """Serve the application over an empty database and open a page at it."""
    settings = Settings(
        data=folder / "var",
        database=database,
        secret_key="a key for tests only, long enough",
        sign_in_limit="100000 per minute",
    )
    app = create_app(settings)
    server = serve(app)
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/field/manifest.webmanifest")
    engine = open_engine(database)
    made = Ground(page, engine, FileStore(settings.files), random.Random(0))
    log.setLevel(logging.CRITICAL)
    event.listen(Session, "before_commit", made.cut)
    try:
        yield made
    finally:
        event.remove(Session, "before_commit", made.cut)
        log.setLevel(logging.NOTSET)
        page.close()
        stop(server)
        engine.dispose()
