"""The draw from a frame that is not in memory: what is committed is checked, then seed, teams and objects follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .. import lists
from ..characters import check_text, decode
from ..committing import Commitment, check_fit, check_promises
from ..notes import DrawError
from ..result import Drawn, Result, visits
from ..rule import Rule, commitment_of, parse_rule
from ..teams import Teams, form_teams
from ..tickets import check_hash, digest, seed_of
from .sources import Source, Tell, select, silent, survey


@dataclass(frozen=True)
class Given:
    """What a draw follows from, but for the frame. Made by `of` or `read`, which check it."""

    rule: Rule
    commitment: str
    seed: str
    roster: list[lists.Pair]
    recusals: list[lists.Pair]

    @classmethod
    def of(cls, commitment: Commitment, entropy: str) -> Given:
        """From a commitment and the public value; DrawError as `sampling.draw` raises it."""
        check_text(entropy, "entropy")
        if commitment_of(commitment.rule_json) != commitment.commitment:
            raise DrawError("commitment_differs", "rule.json")
        files = {
            "rule.json": commitment.rule_json,
            lists.ROSTER: commitment.roster_tsv,
            lists.RECUSALS: commitment.recusals_tsv,
            "secret.txt": commitment.secret.encode("utf-8"),
            "entropy.txt": entropy.encode("utf-8"),
        }
        return cls.read(files)

    @classmethod
    def read(cls, files: Mapping[str, bytes]) -> Given:
        """From the files of a bundle by name; DrawError for what is not allowed or not what was committed."""
        rule = parse_rule(files["rule.json"])
        secret = check_hash(decode(files["secret.txt"], "secret.txt"), "secret.txt")
        entropy = check_text(decode(files["entropy.txt"], "entropy.txt"), "entropy.txt")
        check_promises(
            rule, {name: digest(files[name]) for name in (lists.ROSTER, lists.RECUSALS, "secret.txt")}
        )
        commitment = commitment_of(files["rule.json"])
        return cls(
            rule,
            commitment,
            seed_of(commitment, secret, entropy),
            lists.parse_roster(files[lists.ROSTER]),
            lists.parse_recusals(files[lists.RECUSALS]),
        )


def drawn(
    given: Given, checked: Source, source: Source, tell: Tell = silent
) -> tuple[Teams, Iterator[Drawn]]:
    """Teams, and the drawn objects one by one in order of visits.

    `checked` is read whole first and must be what was committed; `source` is the same frame for the engine that
    selects, and may be the same object.
    """
    frame = survey(checked, {about for _, about in given.recusals}, tell)
    if frame.sha256 != given.rule.frame_sha256:
        raise DrawError("hash_differs", checked.name, expected=given.rule.frame_sha256, found=frame.sha256)
    check_fit(given.rule, frame.strata, frame.held, given.roster, given.recusals)
    source.know(frame.strata)
    teams = form_teams(given.seed, given.roster, given.rule.team_size)
    return teams, visits(select(source, given.seed, given.rule.sample, tell), teams, given.recusals)


def result(given: Given, checked: Source, source: Source, tell: Tell = silent) -> Result:
    """The whole result in memory."""
    teams, entries = drawn(given, checked, source, tell)
    return Result(given.commitment, given.seed, teams, tuple(entries))
