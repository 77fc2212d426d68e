"""The catalogue: every programme that can be planned and judged, out of its folder and out of what was entered since.

What two persons entered and confirmed in the office is a sequence of entries that only ever grows. A catalogue is a
value made of the first so many of them, so an inspection that names how many there were finds its rules again. Nothing
here is read from a database or kept between calls but the answers of pure functions.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from . import additions
from .errors import UnknownProgramme
from .folder import Programme


@dataclass(frozen=True)
class Entry:
    """A confirmed entry: ``place`` counts them from 1, ``kind`` is one of :data:`additions.KINDS`, ``content`` its
    JSON text (docs/data-dictionary.md, "Editions")."""

    place: int
    id: str
    kind: str
    programme: str
    content: str


@dataclass(frozen=True, eq=False)
class Catalogue:
    """The programmes of the folders ``listed``, which ``read`` reads, with the entries in the order of their places."""

    listed: tuple[str, ...]
    read: Callable[[str], Programme]
    entries: tuple[Entry, ...] = ()

    def names(self) -> tuple[str, ...]:
        """The names of all programmes, in the order in which they are shown: first those of the folders."""
        return tuple(dict.fromkeys((*self.listed, *(entry.programme for entry in self.entries))))

    def load(self, name: str) -> Programme:
        """The programme of this name with all that was entered for it. Raises UnknownProgramme."""
        if name not in self.names():
            raise UnknownProgramme(name)
        return _made(self.read if name in self.listed else None, name, self._of(name))

    def at(self, place: int | None) -> Catalogue:
        """The catalogue as it was when it had so many entries; as it is for None and for a place not reached yet."""
        if place is None or not self.entries or place >= self.entries[-1].place:
            return self
        return Catalogue(self.listed, self.read, tuple(one for one in self.entries if one.place <= place))

    def place(self, name: str) -> int:
        """The place of the last entry that changed a programme; 0 for one that stands as in its folder."""
        return max((entry.place for entry in self._of(name)), default=0)

    def _of(self, name: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.programme == name)


@lru_cache(maxsize=256)
def _made(read: Callable[[str], Programme] | None, name: str, entries: tuple[Entry, ...]) -> Programme:
    programme = read(name) if read else None
    for entry in entries:
        programme = additions.ADD[entry.kind](programme, name, entry.id, json.loads(entry.content))
    if programme is None:
        raise UnknownProgramme(name)
    return programme
