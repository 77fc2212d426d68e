"""The tablet draws the same numbers as the office, and proposes each row its own."""

import pytest

from sampling import second_stage
from tests.field.verdicts_page import VerdictsPage

DRAW = """async ([ticket, size, sample]) => {
  const { drawnNumbers } = await import("/core/draws.js");
  return (await drawnNumbers(ticket, size, sample)).map(({ number, ticket }) => [String(number), ticket]);
}"""
ROWS = """async ([drawn, first, entered]) => {
  const { numbersForRows } = await import("/core/draws.js");
  return numbersForRows(drawn.map((number) => ({ number })), first, entered);
}"""


@pytest.mark.parametrize(("size", "sample"), [(1, 1), (9, 9), (60, 13), (5_001, 125), (3, 10)])
def test_the_same_numbers_in_the_order_of_their_tickets(verdicts_page: VerdictsPage, size: int, sample: int):
    ticket = "0123456789abcdef" * 4
    expected = [list(pair) for pair in second_stage(ticket, map(str, range(1, size + 1)), sample)]
    assert verdicts_page.run(DRAW, [ticket, size, sample]) == expected


@pytest.mark.parametrize(
    ("first", "entered", "proposed"),
    [
        (5, [], [2, 7, 8, 30, 41]),
        (3, [], [7, 8, 41, 2, 30]),  # the first sample before the second
        (5, [None, 8], [2, None, 7, 30, 41]),
        (5, [None, None, 30], [2, 7, None, 8, 41]),
        (5, [99], [None, 2, 7, 8, 30]),  # a number that was not drawn takes nobody's place in the draw
    ],
)
def test_rows_without_a_number_are_proposed_the_lowest_that_is_left(
    verdicts_page: VerdictsPage, first: int, entered: list, proposed: list
):
    assert verdicts_page.run(ROWS, [[41, 8, 7, 30, 2], first, entered]) == proposed
