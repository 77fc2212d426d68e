/**
 * The second stage of a draw by number (docs/protocol.md): which packages of a lot, or places of a list, are taken.
 */
import { compareText } from "./paths.js";
import { ticket } from "./tickets.js";

/** More are not numbered one by one: a lot so large is divided first, by hour or by stack. */
export const MOST_NUMBERS = 100_000;
const BATCH = 2_000;

/**
 * The numbers from 1 to `size` with the lowest tickets under the object's ticket, in the order of the tickets.
 * @param {string} parent the object's ticket @param {number} size @param {number} sample
 * @returns {Promise<{number: number, ticket: string}[]>}
 */
export async function drawnNumbers(parent, size, sample) {
  /** @type {{number: number, ticket: string}[]} */
  let lowest = [];
  for (let from = 1; from <= Math.min(size, MOST_NUMBERS); from += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, size - from + 1) }, (_, i) => from + i);
    const ticketed = await Promise.all(numbers.map(async (number) => ({ number, ticket: await ticket(parent, String(number)) })));
    lowest = [...lowest, ...ticketed].sort(byTicket).slice(0, sample);
  }
  return lowest;
}

const byTicket = (a, b) => compareText(a.ticket, b.ticket) || compareText(String(a.number), String(b.number));

/**
 * The number for each row of a list that has none yet: those of the first sample before those of a second one, the lowest first.
 * @param {{number: number}[]} drawn in the order of the tickets @param {number} first how many of them are the first sample
 * @param {(number | null)[]} entered the numbers that stand in the rows
 * @returns {(number | null)[]} for as many rows as were drawn
 */
export function numbersForRows(drawn, first, entered) {
  const taken = new Set(entered);
  const ascending = (some) => some.map(({ number }) => number).sort((a, b) => a - b);
  const free = [...ascending(drawn.slice(0, first)), ...ascending(drawn.slice(first))].filter((number) => !taken.has(number));
  return drawn.map((_, i) => (entered[i] === undefined || entered[i] === null ? (free.shift() ?? null) : null));
}
