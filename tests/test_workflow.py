"""The table of the workflow: it is whole, it is drawn in docs/, and no state changes outside it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.cli import main
from server.domain.workflow import FIRST, TRANSITIONS
from server.domain.workflow_drawing import document

ROOT = Path(__file__).parents[1]
STATES = {state for states in TRANSITIONS.values() for state in states}


def test_every_step_leads_to_a_state_and_every_state_can_be_reached() -> None:
    assert FIRST.keys() == TRANSITIONS.keys()
    for noun, states in TRANSITIONS.items():
        reached = set(FIRST[noun])
        while True:
            further = reached | {end for state in reached for end in states[state].values()}
            if further == reached:
                break
            reached = further
        assert reached == states.keys(), noun


def test_the_picture_in_the_documents_is_the_table(tmp_path: Path) -> None:
    assert (ROOT / "docs" / "workflow.md").read_text("utf-8") == document(), (
        "run: fair-scale workflow docs/workflow.md"
    )
    assert main(["workflow", str(tmp_path / "drawn.md")], {}) == 0
    assert (tmp_path / "drawn.md").read_text("utf-8") == document()


def test_every_step_stands_in_the_picture() -> None:
    drawn = document()
    for states in TRANSITIONS.values():
        for state, actions in states.items():
            for action, end in actions.items():
                assert any(
                    line.startswith(f"    {state} --> {end}: ") and line.endswith(f" {action}")
                    for line in drawn.splitlines()
                )


def test_no_state_is_set_but_by_a_step_of_the_table() -> None:
    found = []
    for file in sorted((ROOT / "server").rglob("*.py")):
        if not {"versions"} & set(file.parts):
            found += [f"{file.relative_to(ROOT)}:{line}" for line in outside(file.read_text("utf-8"))]
    assert found == []


def test_no_version_is_put_out_of_force_but_by_a_step_of_the_table() -> None:
    found = []
    for file in sorted((ROOT / "server").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(one, ast.Attribute) and one.attr == "current" for one in targets):
                found.append((str(file.relative_to(ROOT)), "advance(" in ast.unparse(node)))
    assert found == [("server/services/outcomes.py", True)]


@pytest.mark.parametrize(
    "line",
    [
        "row.state = 'approved'",
        "row.state, row.at = 'approved', now",
        "row.state = other.state",
        "state = 'approved'; row.state = state",
        "row = Inspection(state='approved')",
        "session.execute(update(Inspection).values(state='approved'))",
        "setattr(row, 'state', 'approved')",
    ],
)
def test_a_state_set_outside_the_table_is_noticed(line: str) -> None:
    assert outside(f"def act(row, now, other):\n    {line}\n") == [2]


def test_a_state_set_by_a_step_is_not_objected_to() -> None:
    good = "row.state, row.at = advance('plan', row.state, 'publish'), now"
    assert (
        outside(f"def act(row, now):\n    {good}\n    state = advance(1, 2, 3)\n    row.state = state") == []
    )


def outside(source: str) -> list[int]:
    """Return the lines on which a state is given that no step of the table leads to."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    lines = []
    for function in functions:
        for target, value in _assignments(function):
            if (
                isinstance(target, ast.Attribute)
                and target.attr == "state"
                and not _by_step(value, function, tree)
            ):
                lines.append(target.lineno)
        for call in _calls(function):
            if _name(call) == "setattr" and any(_constant(one) == "state" for one in call.args[1:2]):
                lines.append(call.lineno)
            for keyword in call.keywords:
                if keyword.arg == "state" and _writes(call) and not _begins(_name(call), keyword.value):
                    lines.append(call.lineno)
    return sorted(lines)


def _assignments(function: ast.FunctionDef) -> Iterator[tuple[ast.expr, ast.expr]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                    yield from zip(target.elts, node.value.elts, strict=True)
                else:
                    yield target, node.value


def _by_step(value: ast.expr, function: ast.FunctionDef, tree: ast.Module) -> bool:
    if isinstance(value, ast.Call):
        return _name(value) == "advance"
    if not isinstance(value, ast.Name):
        return False
    given = [
        one
        for target, one in _assignments(function)
        if isinstance(target, ast.Name) and target.id == value.id
    ]
    if given:
        return all(isinstance(one, ast.Call) and _name(one) == "advance" for one in given)
    if value.id not in [argument.arg for argument in function.args.args]:
        return False
    place = [argument.arg for argument in function.args.args].index(value.id)
    callers = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    handed = [
        _by_step(call.args[place], caller, tree)
        for caller in callers
        for call in _calls(caller)
        if _name(call) == function.name and len(call.args) > place
    ]
    return bool(handed) and all(handed)


def _begins(called: str, value: ast.expr) -> bool:
    """Whether a row is made in a state in which its noun begins; Operation is the class of the noun entry."""
    noun = {"operation": "entry", "lookback": "look_back"}.get(called.lower(), called.lower())
    chosen = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
    return all(_constant(one) in FIRST.get(noun, ()) for one in chosen)


def _writes(call: ast.Call) -> bool:
    name = _name(call)
    return name == "values" or (name[:1].isupper() and name not in {"Problem"})


def _calls(function: ast.FunctionDef) -> list[ast.Call]:
    return [node for node in ast.walk(function) if isinstance(node, ast.Call)]


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _constant(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) else None
