/**
 * The second stage of a draw (docs/protocol.md): which instruments of an object are inspected.
 */
import { sha256 } from "./hashes.js";
import { compareText } from "./paths.js";

const KEY_LENGTH = 32;

/** ticket(parent, id) = H(key(parent) + ":" + id). @param {string} parent @param {string} id */
export const ticket = (parent, id) => sha256(`${parent.slice(0, KEY_LENGTH)}:${id}`);

/**
 * Everything with its ticket, in the order of the tickets; equal tickets go by number.
 * @template {{number: string}} T
 * @param {string} parent the object's ticket
 * @param {T[]} things
 * @returns {Promise<(T & {ticket: string})[]>}
 */
export async function inOrder(parent, things) {
  const ticketed = await Promise.all(
    things.map(async (one) => ({ ...one, ticket: await ticket(parent, one.number) })),
  );
  return ticketed.sort((a, b) => compareText(a.ticket, b.ticket) || compareText(a.number, b.number));
}
