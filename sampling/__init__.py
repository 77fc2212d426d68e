"""A draw of inspection objects and teams that nobody can steer and anybody can recompute: fair-scale-draw/1.

Needs the standard library alone. The protocol is in docs/protocol.md, the use of this library in README.md.
Apart from `new_secret` every function is pure: equal input gives equal bytes.
"""

from .bundle import FILES, read_bundle, write_bundle, zip_bundle
from .committing import Commitment, commit
from .drawing import draw
from .notes import BundleError, DrawError, Note, text_of
from .report import Check, Report
from .result import Drawn, Result
from .rule import PROTOCOL, Rule, commitment_of, parse_rule
from .selection import reserves, second_stage, substitute
from .teams import spare_inspectors, team_count, team_for
from .tickets import derive, digest, new_secret, seed_of, ticket
from .verification import verify, verify_path

__all__ = [
    "FILES",
    "PROTOCOL",
    "BundleError",
    "Check",
    "Commitment",
    "DrawError",
    "Drawn",
    "Note",
    "Report",
    "Result",
    "Rule",
    "commit",
    "commitment_of",
    "derive",
    "digest",
    "draw",
    "new_secret",
    "parse_rule",
    "read_bundle",
    "reserves",
    "second_stage",
    "seed_of",
    "spare_inspectors",
    "substitute",
    "team_count",
    "team_for",
    "text_of",
    "ticket",
    "verify",
    "verify_path",
    "write_bundle",
    "zip_bundle",
]
