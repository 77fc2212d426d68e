/** Why one object was drawn or was not: its ticket, its stratum, and the last ticket that was drawn there. */

import { comparePicks } from "./selection.js";
import { ticket } from "./tickets.js";

/**
 * @typedef {object} Explanation
 * @property {"unknown"|"none"|"drawn"|"not_drawn"} state
 *   unknown: not in the list; none: nothing is drawn in its stratum
 * @property {string} object
 * @property {string} [stratum]
 * @property {string} [ticket]
 * @property {number} [rank] its place among the tickets of its stratum, from 1
 * @property {number} [members] how many objects the stratum has
 * @property {number} [sample] how many are drawn there
 * @property {string} [cut] the highest ticket that was drawn in the stratum
 * @property {number} [order] its place in the order of visits
 * @property {number|null} [team]
 */

/**
 * @param {object} inputs rule and frame of a verified bundle
 * @param {import("./result.js").Result} expected the recomputed result
 * @param {string} typed what a person typed
 * @returns {Explanation}
 */
export function explain({ rule, frame }, expected, typed) {
  const pair = find(frame, typed.normalize("NFC").trim());
  if (pair === undefined) return { state: "unknown", object: typed.trim() };
  const [object, stratum] = pair;
  const own = { object, stratum, ticket: ticket(expected.seed, object) };
  const members = frame.filter(([, other]) => other === stratum);
  const others = members.map(([name]) => ({ object: name, ticket: ticket(expected.seed, name) }));
  const rank = 1 + others.filter((other) => comparePicks(other, own) < 0).length;
  const sample = Object.hasOwn(rule.sample, stratum) ? rule.sample[stratum] : 0;
  const place = { ...own, rank, members: members.length, sample };
  const drawn = expected.drawn.filter((entry) => entry.stratum === stratum);
  if (drawn.length === 0) return { state: "none", ...place };
  const cut = drawn[drawn.length - 1].ticket;
  const entry = drawn.find((one) => one.object === object);
  if (entry === undefined) return { state: "not_drawn", ...place, cut };
  return { state: "drawn", ...place, cut, order: entry.order, team: entry.team };
}

/** Registers print numbers in capitals; people type them as they like. */
function find(frame, typed) {
  const capitals = typed.toUpperCase();
  return frame.find(([name]) => name === typed) ?? frame.find(([name]) => name === capitals);
}
