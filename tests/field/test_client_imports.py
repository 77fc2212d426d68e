"""In the tablet's client imports go one way: core imports nothing, ui imports all."""

import re
from pathlib import Path, PurePosixPath

import pytest

CLIENT = Path(__file__).parents[2] / "field_client"
IMPORT = re.compile(
    r"""^\s*(?:import|export)\b[^"';]*?\bfrom\s+["']([^"']+)["']|^\s*import\s+["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']""",
    re.M,
)
ALLOWED = {
    "core": {"core"},
    "texts": {"texts"},
    "store": {"core", "store"},
    "device": {"core", "device"},
    "sync": {"core", "store", "sync"},
    "ui": {"core", "texts", "store", "device", "sync", "ui", "vendor"},
    "vendor": {"vendor"},
}
MODULES = sorted(
    path.relative_to(CLIENT).as_posix() for folder in ALLOWED for path in (CLIENT / folder).rglob("*.js")
)


def imported(module: str) -> list[str]:
    """The paths that a module imports, from the client's folder."""
    found = [next(filter(None, groups)) for groups in IMPORT.findall((CLIENT / module).read_text("utf-8"))]
    return [_resolved(PurePosixPath(module).parent, target) for target in found]


def _resolved(folder: PurePosixPath, target: str) -> str:
    assert target.startswith("."), f"{folder} imports {target}, which is not part of the client"
    parts: list[str] = []
    for part in (folder / target).parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_the_layers_below_it(module: str) -> None:
    layer = module.split("/")[0]
    assert {target.split("/")[0] for target in imported(module)} <= ALLOWED[layer]


@pytest.mark.parametrize("module", MODULES)
def test_what_a_module_imports_is_there(module: str) -> None:
    assert [target for target in imported(module) if not (CLIENT / target).is_file()] == []


def test_the_layers_are_all_there_are() -> None:
    folders = {path.name for path in CLIENT.iterdir() if path.is_dir() and any(path.rglob("*.js"))}
    assert folders == set(ALLOWED)


@pytest.mark.parametrize("module", [module for module in MODULES if module.startswith("core/")])
def test_core_asks_neither_page_nor_clock_nor_network(module: str) -> None:
    text = re.sub(r"/\*.*?\*/|//[^\n]*", "", (CLIENT / module).read_text("utf-8"), flags=re.S)
    assert (
        re.findall(
            r"(?<![.\w])(?:document\.|window\.|indexedDB|fetch\(|navigator|localStorage|Date\.now|Math\.random)",
            text,
        )
        == []
    )
