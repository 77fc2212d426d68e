"""Step 3: the seed and the result follow from the commitment, its secret and the public value."""

from __future__ import annotations

from .characters import check_text
from .committing import Commitment, read_inputs
from .result import Result, compute
from .tickets import seed_of


def draw(commitment: Commitment, entropy: str) -> Result:
    """Draw objects and teams: a pure function of the commitment and the public value.

    `entropy` has 1 to 1000 characters, no control character, no white space at either end. Raises DrawError
    for an unsound value and when a file of the commitment was changed after it was committed.
    """
    check_text(entropy, "entropy")
    inputs = read_inputs(commitment)
    seed = seed_of(commitment.commitment, commitment.secret, entropy)
    return compute(commitment.commitment, seed, inputs.rule, inputs.frame, inputs.roster, inputs.recusals)
