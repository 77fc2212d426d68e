"""A tablet that is killed, cut off, and sends everything twice and in any order; it only trusts receipts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from tests.web.tablets import Tablet

#: What can happen to a request: it never arrives, its answer is lost, or both sides see it through.
FATES = ("dropped", "lost", "answered")


@dataclass
class StormTablet:
    """Holds what has no receipt yet, as the tablet's own store does."""

    tablet: Tablet
    outbox: dict[str, dict[str, Any]] = field(default_factory=dict)
    photos: dict[str, bytes] = field(default_factory=dict)
    open: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)
    trouble: list[Any] = field(default_factory=list)

    def visit(self, inspection: str, fields: list[tuple[list[str], Any]], photos: list[bytes]) -> None:
        """Make all entries of a visit; nothing is sent yet."""
        first = len(self.tablet.made)
        for path, value in fields:
            self.tablet.set(inspection, path, value)
        for data in photos:
            self.tablet.photo(inspection, data)
        self.tablet.entry(inspection, "finish", {"operations": len(fields) + len(photos)})
        mine = self.tablet.made[first:]
        digests = {hashlib.sha256(data).hexdigest(): data for data in photos}
        self.outbox |= {entry["id"]: entry for entry in mine}
        self.photos |= digests
        self.open[inspection] = (len(mine), tuple(digests))

    @property
    def verified(self) -> bool:
        """Whether nothing is left without a receipt."""
        return not (self.outbox or self.photos or self.open)

    def send(self, entries: list[dict[str, Any]], fate: str) -> None:
        """Send a batch; what got a receipt leaves the outbox."""
        if fate == "dropped" or not entries:
            return
        answer = self.tablet.post(*entries)
        if fate == "lost" or answer.status_code != 200:
            return
        for entry, result in zip(entries, answer.json["results"], strict=True):
            if result["state"] in ("applied", "held"):
                self.outbox.pop(result["receipt"]["id"], None)
            else:
                self.trouble.append((entry, result))

    def upload(self, digest: str, fate: str) -> None:
        """Send a photo; a dropped one arrives cut short under its full hash."""
        data = self.photos[digest]
        if fate == "dropped":
            answer = self.tablet.put(data[: len(data) // 2], digest)
            assert answer.status_code in (422, 500), answer.text
            return
        answer = self.tablet.put(data, digest)
        if fate == "answered" and answer.status_code == 200:
            assert answer.json["receipt"]["id"] == digest
            del self.photos[digest]

    def close(self, inspection: str, fate: str) -> None:
        """Send the manifest; only a complete answer closes the visit."""
        if fate == "dropped":
            return
        count, digests = self.open[inspection]
        answer = self.tablet.finish(inspection, count, digests)
        if fate == "answered" and answer.status_code == 200 and answer.json["complete"]:
            del self.open[inspection]

    def drain(self) -> None:
        """Send all that is left over a good network."""
        entries = list(self.outbox.values())
        for start in range(0, len(entries), 100):
            self.send(entries[start : start + 100], "answered")
        for digest in list(self.photos):
            self.upload(digest, "answered")
        for inspection in list(self.open):
            self.close(inspection, "answered")
