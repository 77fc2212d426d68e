"""`rule.json`: what is fixed at step 1, and what its commitment is the hash of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from . import canonical
from .characters import check_identifier, check_text, shown
from .notes import DrawError
from .tickets import check_hash, digest

PROTOCOL = "fair-scale-draw/1"
FILE = "rule.json"
MIN_TEAM_SIZE = 2
UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_INSTANT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """The fields of rule.json; `sample` maps a stratum to the number of objects drawn in it."""

    draw: str
    title: str
    frame_sha256: str
    roster_sha256: str
    recusals_sha256: str
    secret_sha256: str
    sample: Mapping[str, int]
    team_size: int
    entropy_source: str
    committed_at: str
    protocol: str = PROTOCOL

    def __post_init__(self) -> None:
        if self.protocol != PROTOCOL:
            raise DrawError("protocol_unknown", "protocol", found=shown(self.protocol), known=PROTOCOL)
        if not isinstance(self.draw, str) or not UUID.fullmatch(self.draw):
            raise DrawError("uuid_expected", "draw", found=shown(self.draw))
        check_text(self.title, "title")
        check_text(self.entropy_source, "entropy_source")
        for name in ("frame_sha256", "roster_sha256", "recusals_sha256", "secret_sha256"):
            check_hash(getattr(self, name), name)
        _check_sample(self.sample)
        _check_integer(self.team_size, MIN_TEAM_SIZE, "team_size")
        check_instant(self.committed_at, "committed_at")

    @property
    def json(self) -> bytes:
        """The file: canonical JSON."""
        return canonical.serialise({field.name: getattr(self, field.name) for field in fields(self)}, FILE)


def parse_rule(data: bytes) -> Rule:
    """The rule in a rule.json; DrawError unless it is canonical and has the protocol's fields alone."""
    value = canonical.parse(data, FILE)
    names = {field.name for field in fields(Rule)}
    if not isinstance(value, dict):
        raise DrawError("json_object_expected", FILE)
    check_fields(value, names, FILE)
    try:
        return Rule(**value)
    except DrawError as error:
        raise DrawError(error.code, f"{FILE}: {error.at}", **error.values) from None


def commitment_of(rule_json: bytes) -> str:
    """commitment = H(bytes of rule.json)."""
    return digest(rule_json)


def instant(moment: datetime, at: str) -> str:
    """`moment` as RFC 3339 in UTC with seconds; DrawError for a time without zone."""
    if not isinstance(moment, datetime) or moment.utcoffset() is None:
        raise DrawError("instant_naive", at)
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def check_instant(value: object, at: str) -> str:
    """`value` when it is a real RFC 3339 time in UTC with seconds; DrawError at `at` otherwise."""
    try:
        if isinstance(value, str) and _INSTANT.fullmatch(value):
            datetime.fromisoformat(value)
            return value
    except ValueError:
        pass
    raise DrawError("instant_expected", at, found=shown(value))


def check_fields(value: Mapping[str, object], names: set[str], at: str) -> None:
    """DrawError unless the keys of `value` are exactly `names`."""
    for name in sorted(names - value.keys()):
        raise DrawError("field_missing", at, field=name)
    for name in sorted(value.keys() - names):
        raise DrawError("field_extra", at, field=shown(name))


def _check_sample(sample: object) -> None:
    if not isinstance(sample, Mapping):
        raise DrawError("json_object_expected", "sample")
    for stratum, number in sample.items():
        check_identifier(stratum, "sample")
        _check_integer(number, 0, f"sample: {stratum}")


def _check_integer(value: object, least: int, at: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise DrawError("integer_expected", at, found=shown(value))
    if not least <= value <= canonical.MAX_INTEGER:
        raise DrawError("integer_range", at, min=least, max=canonical.MAX_INTEGER)
