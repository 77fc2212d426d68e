"""What the inspectors of the city find: one module for each programme, named after it.

Each has ``record(chance, assignment, day, faulty) -> dict``, a record of the programme, and
``display(record) -> str``, what the photographed instrument shows.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType


def of(programme: str) -> ModuleType:
    """Return the module of a programme."""
    return import_module(f"{__name__}.{programme}")


def yes(items: list[str], without: str = "") -> dict[str, dict[str, str]]:
    """Answer the items of a checklist with yes, but for one."""
    return {item: {"answer": "no" if item == without else "yes"} for item in items}
