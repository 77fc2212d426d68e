/** Objects: the lowest tickets of each stratum, in order of visits. */

import { compareText } from "./characters.js";
import { ticket } from "./tickets.js";

const PROGRESS_EVERY = 5000;

/**
 * An object with its ticket.
 * @typedef {{object: string, stratum: string, ticket: string}} Pick
 */

/** Order by ticket, then by identifier. */
export function comparePicks(one, other) {
  if (one.ticket !== other.ticket) return one.ticket < other.ticket ? -1 : 1;
  return compareText(one.object, other.object);
}

/**
 * @param {[string, string][]} frame
 * @param {string} seed
 * @param {Object<string, number>} sample
 * @param {(done: number, total: number) => void} progress
 * @returns {Pick[]} the drawn objects in order of visits
 */
export function select(frame, seed, sample, progress) {
  const lowest = new Map(Object.keys(sample).map((stratum) => [stratum, new Lowest(sample[stratum])]));
  frame.forEach(([object, stratum], index) => {
    if (index % PROGRESS_EVERY === 0) progress(index, frame.length);
    lowest.get(stratum)?.add({ object, stratum, ticket: ticket(seed, object) });
  });
  progress(frame.length, frame.length);
  return [...lowest.values()].flatMap((kept) => kept.take()).sort(comparePicks);
}

/** Keeps the `count` lowest of many picks without keeping all of them. */
class Lowest {
  constructor(count) {
    this.count = count;
    this.kept = [];
    this.cut = null;
  }

  add(pick) {
    if (this.cut !== null && comparePicks(pick, this.cut) >= 0) return;
    this.kept.push(pick);
    if (this.count > 0 && this.kept.length >= 2 * this.count + 64) {
      this.kept = this.take();
      this.cut = this.kept[this.count - 1];
    }
  }

  take() {
    return this.kept.sort(comparePicks).slice(0, this.count);
  }
}
