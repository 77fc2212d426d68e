"""The programmes of inspection: how each is recorded, judged and explained.

    from server.domain.programmes import load
    result = load("net_content").evaluate(record)

A new programme is a folder beside this file and one more name in `PROGRAMMES`, or an entry of the office
(docs/decisions/editions.md): `catalogue(entries)` has both, and what was entered for the programmes of the folders.
"""

from collections.abc import Iterable
from functools import cache

from .catalogue import Catalogue, Entry
from .errors import RecordError, UnknownProgramme
from .folder import HERE, Programme, load_folder

PROGRAMMES: tuple[str, ...] = (
    "market_scales",
    "net_content",
    "eyewear",
    "legal_units",
    "verification_bodies",
)

__all__ = [
    "PROGRAMMES",
    "SHIPPED",
    "Catalogue",
    "Entry",
    "Programme",
    "RecordError",
    "UnknownProgramme",
    "catalogue",
    "load",
    "load_folder",
    "names",
]


def names() -> tuple[str, ...]:
    """The names of the programmes that are folders, in the order in which they are shown."""
    return PROGRAMMES


@cache
def load(name: str) -> Programme:
    """The programme of the folder of this name, read once. Raises UnknownProgramme."""
    if name not in PROGRAMMES:
        raise UnknownProgramme(name)
    return load_folder(HERE / name)


def catalogue(entries: Iterable[Entry] = ()) -> Catalogue:
    """The programmes of the folders with the confirmed entries of an office, in the order of their places."""
    return Catalogue(PROGRAMMES, load, tuple(entries))


#: What there is without a database.
SHIPPED = catalogue()
