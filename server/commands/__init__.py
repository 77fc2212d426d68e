"""The commands of ``fair-scale``, one module each: ``arguments(parser, speech)`` and ``run(chosen) -> int``."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

#: Modules beside the commands that are none.
SHARED = {"announcing", "mailing", "words", "work"}


def modules() -> dict[str, ModuleType]:
    """Return the commands by name: ``user_add.py`` is ``user-add``, ``import_.py`` is ``import``."""
    names = sorted(found.name for found in iter_modules(__path__) if found.name not in SHARED)
    return {name.rstrip("_").replace("_", "-"): import_module(f"{__name__}.{name}") for name in names}
