"""Hand-overs 移送: to whom a finding can be handed over, and which matters of an inspection there are to hand over.

The three ways are those that the national rules name as what follows a finding, beside ordering a rectification
(Henan 2020, mark B: a report at whqqly.com).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from server.domain import outcomes, texts
from server.domain.outcomes import FROM_MEMORY
from server.domain.programmes import Programme
from server.domain.programmes.explain import Words, explain
from server.domain.programmes.findings import VIOLATION

#: A case of the own authority 立案, another authority 移送, a proposal for the list of abnormal operations 异常名录.
KINDS = ("case", "authority", "abnormal_list")
CHINESE = "zh"


@dataclass(frozen=True)
class Matter:
    """What is handed over, in Chinese as the papers are; ``basis`` holds each line and whether it is from memory."""

    text: str
    basis: tuple[tuple[str, bool], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the form that is kept and handed over."""
        basis = [{"text": line, "from_memory": from_memory} for line, from_memory in self.basis]
        return {"text": self.text, "basis": basis}


def matters(
    folded: Mapping[str, Any], result: Mapping[str, Any] | None, programme: Programme
) -> list[Matter]:
    """Return what can be handed over, each once: why nothing could be inspected, the violations that the inspectors
    noted with the bases that they chose, and the violations that the evaluation found."""
    found = [*_not_possible(folded), *_noted(folded, programme), *_judged(result or {}, programme)]
    return list(dict.fromkeys(found))


def _not_possible(folded: Mapping[str, Any]) -> Iterator[Matter]:
    if folded.get("not_possible"):
        yield Matter(texts.words("not_possible", folded["not_possible"]["reason"], CHINESE))


def _noted(folded: Mapping[str, Any], programme: Programme) -> Iterator[Matter]:
    words = Words(programme, CHINESE)
    for one in outcomes.violations({"violations": [], **folded}, programme):
        basis = ((outcomes.basis_line(entry), entry.get("trust") in FROM_MEMORY) for entry in one["basis"])
        yield Matter(words.text(f"violation.{one['code']}"), tuple(basis))


def _judged(result: Mapping[str, Any], programme: Programme) -> Iterator[Matter]:
    if "findings" not in result:
        return
    told = explain(dict(result), programme, CHINESE)["findings"]
    for found, said in zip(result["findings"], told, strict=True):
        if found["severity"] == VIOLATION:
            pairs = zip(said["basis"], found["basis"], strict=True)
            yield Matter(
                said["text"], tuple((line, entry.get("trust") in FROM_MEMORY) for line, entry in pairs)
            )
