"""Recomputes a draw from its bundle and names every check and every difference."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from . import lists
from .bundle import check_names, check_size, read_bundle
from .characters import check_text, decode
from .committing import Inputs, check_coherence
from .differences import assignment_differences, object_differences, team_differences, value_difference
from .notes import BundleError, DrawError, Note
from .report import Findings, Report
from .result import Result, compute, parse_result
from .rule import Rule, commitment_of, parse_rule
from .tickets import check_hash, digest, seed_of


def _parse_secret(data: bytes) -> str:
    return check_hash(decode(data, "secret.txt"), "secret.txt")


def _parse_entropy(data: bytes) -> str:
    return check_text(decode(data, "entropy.txt"), "entropy.txt")


_PARSERS: Mapping[str, tuple[str, Callable[[bytes], Any]]] = {
    "rule": ("rule.json", parse_rule),
    "frame": ("frame.tsv", lists.parse_frame),
    "roster": ("roster.tsv", lists.parse_roster),
    "recusals": ("recusals.tsv", lists.parse_recusals),
    "secret": ("secret.txt", _parse_secret),
    "entropy": ("entropy.txt", _parse_entropy),
    "result": ("result.json", parse_result),
}
_PROMISES = ("frame", "roster", "recusals", "secret")
_COMPARISONS = ("commitment", "seed", "teams", "objects", "assignment", "bytes")
CHECKS = (
    "files",
    *_PARSERS,
    *(f"{name}_hash" for name in _PROMISES),
    "coherence",
    *_COMPARISONS,
    "published",
)


def verify_path(path: str | Path, *, commitment: str | None = None) -> Report:
    """Verify a folder or a .zip; BundleError when it cannot be read at all."""
    try:
        return verify(read_bundle(path), commitment=commitment)
    except BundleError:
        raise
    except DrawError as error:
        return _only_names_checked(error.note, commitment)


def verify(files: Mapping[str, bytes], *, commitment: str | None = None) -> Report:
    """Recompute the draw in `files` (name to content) and compare it with its result.json.

    `commitment` is the one that was published before the public value was known; without it the report says
    nothing about it, and the reader compares `facts["commitment"]`. Never raises for the content of a bundle.
    """
    try:
        check_names(files.keys())
        for name, data in files.items():
            check_size(name, len(data))
    except DrawError as error:
        return _only_names_checked(error.note, commitment)
    findings = Findings()
    findings.passed("files")
    parsed = {name: _parse(findings, name, files) for name in _PARSERS}
    _check_promises(findings, files, parsed["rule"])
    inputs = _coherent(findings, parsed)
    _check_result(findings, files, parsed, inputs)
    if commitment is not None:
        own = commitment_of(files["rule.json"])
        findings.judge("published", value_difference("rule.json", commitment.strip().lower(), own))
    return findings.report()


def _only_names_checked(note: Note, commitment: str | None) -> Report:
    findings = Findings()
    findings.failed("files", note)
    for name in CHECKS[1:]:
        if name != "published" or commitment is not None:
            findings.skipped(name)
    return findings.report()


def _parse(findings: Findings, name: str, files: Mapping[str, bytes]) -> Any:
    file, parser = _PARSERS[name]
    try:
        value = parser(files[file])
    except DrawError as error:
        note = error.note
        findings.failed(name, note if note.at.startswith(file) else Note(note.code, file, note.values))
        return None
    findings.passed(name, *(("seen_lines",) if isinstance(value, list) else ()), **_count(value))
    return value


def _count(value: Any) -> dict[str, int]:
    return {"count": len(value)} if isinstance(value, list) else {}


def _check_promises(findings: Findings, files: Mapping[str, bytes], rule: Rule | None) -> None:
    for name in _PROMISES:
        file = _PARSERS[name][0]
        if rule is None:
            findings.skipped(f"{name}_hash")
        else:
            promised = getattr(rule, f"{name}_sha256")
            findings.judge(f"{name}_hash", value_difference(file, promised, digest(files[file])))


def _coherent(findings: Findings, parsed: Mapping[str, Any]) -> Inputs | None:
    parts = [parsed[name] for name in ("rule", "frame", "roster", "recusals")]
    if any(part is None for part in parts):
        findings.skipped("coherence")
        return None
    inputs = Inputs(*parts)
    try:
        check_coherence(inputs)
    except DrawError as error:
        findings.failed("coherence", error.note)
        return None
    findings.passed("coherence")
    return inputs


def _check_result(
    findings: Findings, files: Mapping[str, bytes], parsed: Mapping[str, Any], inputs: Inputs | None
) -> None:
    found: Result | None = parsed["result"]
    findings.facts["commitment"] = commitment_of(files["rule.json"])
    if inputs is None or parsed["secret"] is None or parsed["entropy"] is None:
        for name in _COMPARISONS:
            findings.skipped(name)
        return
    expected = _recompute(findings.facts["commitment"], parsed, inputs)
    _state_facts(findings, parsed, expected)
    if found is None:
        for name in _COMPARISONS[:-1]:
            findings.skipped(name)
    else:
        findings.judge(
            "commitment", value_difference("result.json: commitment", expected.commitment, found.commitment)
        )
        findings.judge("seed", value_difference("result.json: seed", expected.seed, found.seed))
        findings.judge("teams", team_differences(expected, found), "seen_teams", count=len(expected.teams))
        findings.judge(
            "objects", object_differences(expected, found), "seen_objects", count=len(expected.drawn)
        )
        findings.judge("assignment", assignment_differences(expected, found))
    same = files["result.json"] == expected.json
    findings.judge("bytes", [] if same else [Note("bytes_differ", "result.json")])


def _recompute(commitment: str, parsed: Mapping[str, Any], inputs: Inputs) -> Result:
    seed = seed_of(commitment, parsed["secret"], parsed["entropy"])
    return compute(commitment, seed, inputs.rule, inputs.frame, inputs.roster, inputs.recusals)


def _state_facts(findings: Findings, parsed: Mapping[str, Any], expected: Result) -> None:
    rule: Rule = parsed["rule"]
    findings.facts.update(
        seed=expected.seed,
        draw=rule.draw,
        title=rule.title,
        committed_at=rule.committed_at,
        entropy_source=rule.entropy_source,
        entropy=parsed["entropy"],
    )
