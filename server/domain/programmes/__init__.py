"""The programmes of inspection: how each is recorded, judged and explained.

    from server.domain.programmes import load
    result = load("net_content").evaluate(record)

A new programme is a folder beside this file and one more name in `PROGRAMMES`.
"""

from functools import cache

from .errors import RecordError, UnknownProgramme
from .folder import HERE, Programme, load_folder

PROGRAMMES: tuple[str, ...] = (
    "market_scales",
    "net_content",
    "eyewear",
    "legal_units",
    "verification_bodies",
)

__all__ = ["PROGRAMMES", "Programme", "RecordError", "UnknownProgramme", "load", "load_folder", "names"]


def names() -> tuple[str, ...]:
    """The names of all programmes, in the order in which they are shown."""
    return PROGRAMMES


@cache
def load(name: str) -> Programme:
    """The programme of this name, read once. Raises UnknownProgramme."""
    if name not in PROGRAMMES:
        raise UnknownProgramme(name)
    return load_folder(HERE / name)
