"""The modules of the tablet's page as one file: a browser looks a hundred files up for far longer than it reads them.

Each module becomes a function that runs when it is first needed, so that what a page does without is not compiled.
The modules keep to few ways of writing imports and exports, one statement at the beginning of a line; anything else,
and modules that need each other in a circle, stop the server when it starts.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from graphlib import TopologicalSorter

_STATEMENT = re.compile(r"^(?:import|export)\b", re.M)
_IMPORT = re.compile(r'^import (?:(\{[^}]*\})|\* as (\w+)) from "(\.[^"]+)";$', re.M)
_PASSED_ON = re.compile(r'^export \{([^}]*)\} from "(\.[^"]+)";$', re.M)
_EXPORT = re.compile(r"^export ((?:const|class|function\*?|async function\*?) (\w+|\[[\w, ]+\]))(?=\W)", re.M)
#: As a library that was made small writes it, at the end.
_LISTED = re.compile(r"\bexport ?\{([^}]*)\};\s*\Z")
_LATER = re.compile(r'(=> |await )import\("(\.[^"]+)"\)')
_OWN_ADDRESS = "import.meta.url"
#: Names that begin with $ are the frame's alone: a module that uses one is not joined.
_FRAME = """const $made = new Map();
const $need = (name) => $made.get(name) ?? $made.set(name, $modules[name]()).get(name);
const $later = async (name) => $need(name);
const $modules = {
%s};
$need(%s);
"""
_RESERVED = re.compile(r"\$(?:made|need|later|modules)\b")


class NotJoinable(ValueError):
    """A module that is written in a way that cannot be joined, or modules in a circle; names the module."""


@dataclass(frozen=True)
class Module:
    """A module as a function, with the paths of those it needs to begin with, and of those that it fetches later."""

    function: str
    needed: tuple[str, ...]
    later: tuple[str, ...]


@dataclass(frozen=True)
class Joined:
    """The text of the one module, and the paths of those that it stands for."""

    text: str
    paths: frozenset[str]


def joined(first: str, files: Mapping[str, str]) -> Joined:
    """One module that does what ``first`` does, out of it and all that it imports, now or later; NotJoinable."""
    found: dict[str, Module] = {}
    waiting = [first]
    while waiting:
        path = waiting.pop(0)
        if path not in found:
            found[path] = _module(path, files[path])
            waiting += [*found[path].needed, *found[path].later]
    order = TopologicalSorter({path: module.needed for path, module in found.items()})
    try:
        order.prepare()
    except ValueError as error:
        raise NotJoinable(str(error)) from error
    functions = "".join(module.function for module in found.values())
    return Joined(_FRAME % (functions, json.dumps(first)), frozenset(found))


def _module(path: str, text: str) -> Module:
    if _RESERVED.search(text):
        raise NotJoinable(path)
    needed: list[str] = []
    later: list[str] = []
    exports: list[str] = []

    def at(named: str, where: list[str]) -> str:
        where.append(posixpath.normpath(posixpath.join(posixpath.dirname(path), named)))
        return json.dumps(where[-1])

    def imported(found: re.Match[str]) -> str:
        names = found[1].replace(" as ", ": ") if found[1] else found[2]
        return f"const {names} = $need({at(found[3], needed)});"

    def passed_on(found: re.Match[str]) -> str:
        source = at(found[2], needed)
        exports.extend(f"{name.strip()}: $need({source}).{name.strip()}" for name in found[1].split(","))
        return ""

    def exported(found: re.Match[str]) -> str:
        exports.extend(re.findall(r"\w+", found[2]))
        return found[1]

    def listed(found: re.Match[str]) -> str:
        pairs = (name.split(" as ") for name in found[1].split(","))
        exports.extend(f"{outside}: {inside}" for inside, outside in pairs)
        return ""

    steps: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = [
        (_IMPORT, imported),
        (_PASSED_ON, passed_on),
        (_EXPORT, exported),
        (_LISTED, listed),
        (_LATER, lambda found: f"{found[1]}$later({at(found[2], later)})"),
    ]
    for pattern, change in steps:
        text = pattern.sub(change, text)
    if _STATEMENT.search(text):
        raise NotJoinable(path)
    text = text.replace(_OWN_ADDRESS, f"new URL({json.dumps(path)}, {_OWN_ADDRESS})")
    function = f"{json.dumps(path)}() {{\n{text}\nreturn {{ {', '.join(exports)} }};\n}},\n"
    return Module(function, tuple(needed), tuple(later))
