"""A programme is a folder: data, texts in two languages and, where something is measured, one evaluate.py."""

import importlib
import importlib.util
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import checklist as checklist_only
from .checklist import CHECKLIST
from .editions import in_force
from .tables import Tables

HERE = Path(__file__).parent


@dataclass(frozen=True, eq=False)
class Programme:
    """`form`, `checklist`, `violations`, `texts` and `limits` are the folder's JSON files, and what was entered since.

    `texts` has the programme's own texts over those that all programmes share. `practice` has the made-up `instruments`
    and `products` of a practice visit.
    """

    name: str
    form: dict
    checklist: dict
    violations: list[dict]
    texts: dict[str, dict[str, str]]
    limits: dict
    judge: Callable[[object, Tables], dict]
    practice: dict = field(default_factory=dict)

    def evaluate(self, record: object) -> dict:
        """Judge a record (decoded JSON): `programme`, `verdict`, `editions`, `figures`, `findings`.

        Raises RecordError for a record that cannot be judged, and nothing else.
        """
        return self.judge(record, Tables(self.name, self.limits, self.checklist))

    def items(self, group: str, day: str | None) -> list[dict]:
        """The items of a group (`object` or `instrument`) as the checklist asks them on a day (ISO date)."""
        editions = self.limits["tables"].get(CHECKLIST, {"editions": []})["editions"]
        asked = next(
            (one["rows"] for one in editions if day and in_force(one, day)), self.checklist["groups"]
        )
        return asked.get(group, [])

    def with_data(self, **changed: object) -> "Programme":
        """The same programme with other data, such as limits to which an edition was added."""
        return replace(self, **changed)


def begun(name: str, judge: Callable[[object, Tables], dict]) -> Programme:
    """A programme of which nothing is known but its name, how it is judged, and the texts that all share."""
    limits = {"tables": {}, "findings": {}, "sources": {}}
    return Programme(
        name, {"sections": []}, {"groups": {}}, [], _read(HERE / "texts.json", {}), limits, judge
    )


def load_folder(path: Path) -> Programme:
    """Read a programme from its folder; without evaluate.py it is judged by its checklist alone."""
    shared = _read(HERE / "texts.json", {})
    return Programme(
        name=path.name,
        form=_read(path / "form.json", {"sections": []}),
        checklist=_read(path / "checklist.json", {"groups": {}}),
        violations=_read(path / "violations.json", []),
        texts={**shared, **_read(path / "texts.json", {})},
        limits=_read(path / "limits.json", {"tables": {}, "findings": {}, "sources": {}}),
        judge=_judge(path),
        practice=_read(path / "practice.json", {}),
    )


def _read(path: Path, otherwise: object) -> object:
    if not path.exists():
        return otherwise
    return json.loads(path.read_text("utf-8"))


def _judge(path: Path) -> Callable[[object, Tables], dict]:
    if not (path / "evaluate.py").exists():
        return checklist_only.evaluate
    if path.parent == HERE:
        return importlib.import_module(f"{__package__}.{path.name}.evaluate").evaluate
    spec = importlib.util.spec_from_file_location(f"programme_{path.name}", path / "evaluate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.evaluate
