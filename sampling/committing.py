"""Step 1: the lists, the sample, the rule and the hash of a secret are fixed under one commitment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from . import lists
from .characters import shown
from .lists import Pair
from .notes import DrawError
from .rule import Rule, commitment_of, instant, parse_rule
from .teams import check_team_count
from .tickets import check_hash, digest


@dataclass(frozen=True)
class Commitment:
    """What step 1 fixes: four files, the secret (kept until step 4), and the hash published at once."""

    rule_json: bytes
    frame_tsv: bytes
    roster_tsv: bytes
    recusals_tsv: bytes
    secret: str
    commitment: str

    def __repr__(self) -> str:
        # A secret in a log or a traceback would open the draw to whoever reads it.
        return f"Commitment(commitment={self.commitment!r})"


@dataclass(frozen=True)
class Inputs:
    """The parsed files of a commitment."""

    rule: Rule
    frame: list[Pair]
    roster: list[Pair]
    recusals: list[Pair]


def commit(
    *,
    draw: str,
    title: str,
    frame: Iterable[Pair],
    roster: Iterable[Pair],
    recusals: Iterable[Pair],
    sample: Mapping[str, int],
    team_size: int,
    entropy_source: str,
    committed_at: datetime,
    secret: str,
) -> Commitment:
    """Fix a draw.

    `frame` holds (object id, stratum), `roster` (inspector id, "lead" or "member"), `recusals` (inspector
    id, object id), in any order; `sample` maps a stratum to the number of objects (0 or absent: none are
    drawn there); `draw` is a UUID, `committed_at` an aware time, `secret` comes from `new_secret()`.

    Raises DrawError for input that the protocol does not allow: duplicates, control characters, an empty
    frame, a stratum that the frame lacks, recusals of unknown identifiers, too few inspectors for one
    team, a time without zone.
    """
    check_hash(secret, "secret")
    if not isinstance(sample, Mapping):
        raise DrawError("json_object_expected", "sample")
    frame_pairs, roster_pairs = lists.frame_list(frame), lists.roster_list(roster)
    recusal_pairs = lists.recusal_list(recusals)
    files = [lists.serialise(pairs) for pairs in (frame_pairs, roster_pairs, recusal_pairs)]
    hashes = [digest(data) for data in files]
    rule = Rule(
        draw=draw,
        title=title,
        frame_sha256=hashes[0],
        roster_sha256=hashes[1],
        recusals_sha256=hashes[2],
        secret_sha256=digest(secret),
        sample=dict(sample),
        team_size=team_size,
        entropy_source=entropy_source,
        committed_at=instant(committed_at, "committed_at"),
    )
    check_coherence(Inputs(rule, frame_pairs, roster_pairs, recusal_pairs))
    return Commitment(rule.json, *files, secret, commitment_of(rule.json))


def check_coherence(inputs: Inputs) -> None:
    """DrawError unless rule and lists fit each other: known strata, known recusals, at least one team."""
    strata = {stratum for _, stratum in inputs.frame}
    objects = {name for name, _ in inputs.frame} if inputs.recusals else set()
    check_fit(inputs.rule, strata, objects, inputs.roster, inputs.recusals)


def check_fit(
    rule: Rule,
    strata: Collection[str],
    objects: Collection[str],
    roster: Sequence[Pair],
    recusals: Sequence[Pair],
) -> None:
    """`check_coherence` for a frame of which only the strata are known, and those `objects` that recusals name."""
    for stratum in sorted(rule.sample.keys() - set(strata)):
        raise DrawError("stratum_unknown", "sample", stratum=shown(stratum))
    _check_recusals(objects, roster, recusals)
    check_team_count(roster, rule.team_size)


def read_inputs(commitment: Commitment) -> Inputs:
    """The parsed files of a commitment; DrawError when one was changed afterwards or is not sound."""
    if commitment_of(commitment.rule_json) != commitment.commitment:
        raise DrawError("commitment_differs", "rule.json")
    rule = parse_rule(commitment.rule_json)
    check_hashes(rule, commitment)
    inputs = Inputs(
        rule,
        lists.parse_frame(commitment.frame_tsv),
        lists.parse_roster(commitment.roster_tsv),
        lists.parse_recusals(commitment.recusals_tsv),
    )
    check_coherence(inputs)
    return inputs


def check_hashes(rule: Rule, commitment: Commitment) -> None:
    """DrawError unless the lists and the secret are those that the rule holds the hashes of."""
    check_promises(
        rule,
        {
            lists.FRAME: digest(commitment.frame_tsv),
            lists.ROSTER: digest(commitment.roster_tsv),
            lists.RECUSALS: digest(commitment.recusals_tsv),
            "secret.txt": digest(check_hash(commitment.secret, "secret.txt")),
        },
    )


def check_promises(rule: Rule, found: Mapping[str, str]) -> None:
    """DrawError unless the hashes of the files in `found` are those in the rule."""
    for file, value in found.items():
        promised = getattr(rule, f"{file.partition('.')[0]}_sha256")
        if value != promised:
            raise DrawError("hash_differs", file, expected=promised, found=value)


def _check_recusals(objects: Collection[str], roster: Sequence[Pair], recusals: Sequence[Pair]) -> None:
    inspectors = {name for name, _ in roster}
    for number, (inspector, about) in enumerate(recusals, 1):
        if inspector not in inspectors:
            raise DrawError("recusal_inspector", f"{lists.RECUSALS}:{number}", text=shown(inspector))
        if about not in objects:
            raise DrawError("recusal_object", f"{lists.RECUSALS}:{number}", text=shown(about))
