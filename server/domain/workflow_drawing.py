"""The table of the workflow as a document with one picture for each noun, in Mermaid's language of state diagrams."""

from __future__ import annotations

from collections.abc import Iterator

from server.domain.texts import state_words, words
from server.domain.workflow import FIRST, TRANSITIONS

INTRODUCTION = """# Workflow

Every state and every step, drawn from the table `server/domain/workflow.py` by `fair-scale workflow docs/workflow.md`.
No state changes but by a step of this table. A step that leads back to its own state is allowed there and changes
something else. Double circles are ends.
"""


def document() -> str:
    """Return the whole document; the same table gives the same bytes."""
    return "\n".join([INTRODUCTION, *(section(noun) for noun in TRANSITIONS)])


def section(noun: str) -> str:
    """Return the heading and the picture of one noun."""
    heading = f"## {words('noun', noun, 'en')} {words('noun', noun, 'zh')}"
    return "\n".join([heading, "", "```mermaid", *diagram(noun), "```", ""])


def diagram(noun: str) -> Iterator[str]:
    """Yield the lines of a state diagram: states with their words, where one begins, the steps, the ends."""
    yield "stateDiagram-v2"
    states = TRANSITIONS[noun]
    for state in states:
        yield f'    state "{_both(noun, state)}" as {state}'
    for state in FIRST[noun]:
        yield f"    [*] --> {state}"
    for state, actions in states.items():
        for action, following in actions.items():
            yield f"    {state} --> {following}: {words('transition', f'{noun}.{action}', 'zh')} {action}"
        if not actions:
            yield f"    {state} --> [*]"


def _both(noun: str, state: str) -> str:
    code = f"{noun}.{state}"
    return f"{state_words(code, 'zh')} · {state_words(code, 'en')}"
