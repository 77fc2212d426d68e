"""A visit from its start to the manifest: what is found, what is photographed, who signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from server.demo import pictures, readings
from server.demo.clock import Clock
from server.demo.pictures import Picture
from server.demo.tablet import BETWEEN_ENTRIES, Tablet, fields, record_of
from server.domain import programmes

#: One visit in this many finds something.
FAULTY_ONE_IN = 5


class Visit:
    """The entries of one visit in their order, each a few seconds after the one before."""

    def __init__(self, tablet: Tablet, clock: Clock, assignment: Mapping[str, Any]) -> None:
        self.tablet, self.clock, self.assignment = tablet, clock, assignment
        self.entries: list[dict[str, Any]] = []
        self.photos: list[Picture] = []

    def add(self, kind: str, body: Mapping[str, Any]) -> None:
        """Make one entry."""
        at = self.clock.forward(seconds=BETWEEN_ENTRIES.total_seconds())
        self.entries.append(self.tablet.entry(self.assignment, at, kind, body))

    def photo(self, picture: Picture) -> None:
        """Take a photo of the whole."""
        self.photos.append(picture)
        said = {name: getattr(picture, name) for name in ("sha256", "mime", "width", "height", "caption")}
        self.add("photo", {**said, "size": len(picture.data), "path": None})

    def sign(self, picture: Picture, name: str, bodies: Sequence[Mapping[str, Any]]) -> None:
        """Let the inspected party sign over the record."""
        self.photos.append(picture)
        signed = {"strokes_sha256": picture.sha256, "record_sha256": record_of(bodies)}
        self.add("signature", {"name": name, **signed})

    def send(self) -> None:
        """Finish the tablet's work and send everything."""
        key = self.assignment["inspection"], self.assignment["revision"]
        self.add("finish", {"operations": self.tablet.counts.get(key, 0) + 1})
        self.tablet.send(self.entries)
        for picture in self.photos:
            self.tablet.send_photo(picture)
        self.tablet.finish(self.assignment, [picture.sha256 for picture in self.photos])


def conduct(
    tablet: Tablet,
    clock: Clock,
    chance: Random,
    assignment: Mapping[str, Any],
    day: date,
    record: Mapping[str, Any],
) -> None:
    """Carry out a visit now, with the readings of ``record``."""
    visit = Visit(tablet, clock, assignment)
    visit.add("start", {"date": day.isoformat()})
    bodies = list(fields(record))
    for body in bodies:
        visit.add("set", body)
    visit.photo(pictures.display(chance, readings.of(assignment["programme"]).display(record), "示值"))
    for n, violation in enumerate(violations(assignment["programme"], record), 1):
        visit.add("violation", {"key": f"v{n}", "path": None, **violation})
    if chance.randrange(12):
        visit.sign(pictures.signature(chance), "现场负责人", bodies)
    else:
        visit.add("refusal", {"reason": "现场负责人拒绝签名", "witness": "市场管理员在场见证"})
    visit.send()


def violations(programme: str, record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the violations that a record's findings speak for, each with its first legal basis."""
    known = programmes.load(programme)
    codes = {finding["code"] for finding in known.evaluate(record)["findings"]}
    return [
        {"code": violation["code"], "note": "", "basis": [0]}
        for violation in known.violations
        if codes & set(violation["findings"])
    ]
