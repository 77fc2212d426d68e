"""The tablet's exact arithmetic gives what the server's gives, in every way of rounding."""

import json
import random
from fractions import Fraction

from server.domain.programmes import quantities
from tests.field.verdicts_page import VerdictsPage

SCRIPT = """async (pairs) => {
  const q = await import("/core/verdicts/quantities.js");
  const one = ([n, d, places]) => {
    const value = new q.Rational(BigInt(n), BigInt(d));
    const texts = q.ROUNDINGS.map((rounding) => q.plain(q.rounded(value, places, rounding)));
    return [q.plain(value), q.plain(value, places), q.plain(q.root(value.absolute(), places)),
      q.plain(q.roundedUp(value.absolute())), q.plain(value.modulo(q.Rational.of(180))), ...texts];
  };
  return JSON.stringify(JSON.parse(pairs).map(one));
}"""
PLAIN = [
    "0",
    "-0",
    "+1.50",
    "007.1",
    "1e5",
    "1,5",
    ".5",
    "5.",
    "",
    "٣",
    "1" * 13,
    "0." + "1" * 13,
    "9" * 12,
    "1\n",
    " 1",
    "NaN",
]


def expected(n: int, d: int, places: int) -> list[str]:
    value, plain = Fraction(n, d), quantities.plain
    rounded = [plain(quantities.rounded(value, places, rounding)) for rounding in quantities.ROUNDINGS]
    whole = quantities.rounded_up(abs(value))
    turned = value % 180
    return [
        plain(value),
        plain(value, places),
        plain(quantities.root(abs(value), places)),
        plain(whole),
        plain(turned),
        *rounded,
    ]


def test_every_operation_agrees_on_ties_halves_and_endless_fractions(verdicts_page: VerdictsPage):
    chance = random.Random(5)
    ties = [(n, d, places) for n in range(-25, 26) for d in (1, 2, 4, 8, 20, 40, 200) for places in (0, 1, 2)]
    wild = [
        (
            chance.randint(-(10**24), 10**24),
            chance.choice([3, 7, 10**6, 3 * 10**12, 2**20, 5**9]),
            chance.randint(0, 6),
        )
        for _ in range(500)
    ]
    got = json.loads(verdicts_page.run(SCRIPT, json.dumps([[str(n), str(d), p] for n, d, p in ties + wild])))
    assert got == [expected(*row) for row in ties + wild]


def test_the_same_texts_are_plain_decimals(verdicts_page: VerdictsPage):
    script = """async (texts) => { const q = await import("/core/verdicts/quantities.js");
      return texts.map((text) => q.scaled(text)?.map(String) ?? null); }"""
    wanted = [found and [str(part) for part in found] for found in map(quantities.scaled, PLAIN)]
    assert verdicts_page.run(script, PLAIN) == wanted
