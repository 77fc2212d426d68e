import { effective } from "./fold.js";

/**
 * The three words: on this tablet, sent, verified (docs/sync.md).
 * @typedef {"tablet" | "sent" | "verified"} Word
 * @typedef {{inspection: string, device: string, operation: import("./fold.js").Operation}} Entry
 * @typedef {{inspection: string, revision: number, device: string, operations: number, complete: boolean}} Manifest
 * @typedef {{revision: number, operations: number, unsent: number, oldest: string | null, verified: boolean, finished: boolean}} Standing
 */

/**
 * How each inspection with entries of this tablet stands.
 * @param {Entry[]} entries
 * @param {{inspection: string, at: string}[]} waiting entries and photos without a receipt
 * @param {Manifest[]} manifests
 * @returns {Map<string, Standing>}
 */
export function standings(entries, waiting, manifests) {
  const found = new Map();
  for (const [inspection, list] of grouped(entries)) {
    const operations = list.map((one) => one.operation);
    const revision = Math.max(...operations.map((one) => one.revision));
    const current = operations.filter((one) => one.revision === revision);
    const finished = effective(operations).some((one) => one.kind === "finish" && one.revision === revision);
    const same = (one) => one.inspection === inspection && one.revision === revision && one.device === current.at(-1).device;
    const verified = manifests.some((one) => same(one) && one.complete && one.operations === current.length);
    found.set(inspection, { revision, operations: list.length, unsent: 0, oldest: null, verified, finished });
  }
  for (const { inspection, at } of waiting) {
    const one = found.get(inspection);
    if (!one) continue;
    one.unsent += 1;
    one.verified = false;
    if (one.oldest === null || at < one.oldest) one.oldest = at;
  }
  return found;
}

function grouped(entries) {
  const groups = new Map();
  for (const one of entries) {
    if (!groups.has(one.inspection)) groups.set(one.inspection, []);
    groups.get(one.inspection).push(one);
  }
  return groups;
}

/** @param {Standing} standing @returns {Word} */
export const word = ({ unsent, verified }) => (unsent ? "tablet" : verified ? "verified" : "sent");

/**
 * How many inspections stand where, and the age of the oldest entry without a receipt.
 * @param {Map<string, Standing>} found
 * @returns {{tablet: number, sent: number, verified: number, unsent: number, oldest: string | null}}
 */
export function totals(found) {
  const sum = { tablet: 0, sent: 0, verified: 0, unsent: 0, oldest: null };
  for (const standing of found.values()) {
    sum[word(standing)] += 1;
    sum.unsent += standing.unsent;
    if (standing.oldest && (sum.oldest === null || standing.oldest < sum.oldest)) sum.oldest = standing.oldest;
  }
  return sum;
}
