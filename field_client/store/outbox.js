/**
 * What has no receipt yet. Something leaves this list only in the transaction that writes its receipt down.
 * @typedef {{id: string, kind: "operation" | "photo", inspection: string, device: string, order: number, at: string}} Queued
 */
import { ask } from "./database.js";

/** @param {import("./database.js").Database} database @returns {Promise<Queued[]>} */
export const all = (database) =>
  database.read(["outbox"], (transaction) => ask(transaction.objectStore("outbox").getAll()));

/**
 * The next in line of one kind, made by one device, in the order of their making.
 * @param {import("./database.js").Database} database
 * @param {"operation" | "photo"} kind
 * @param {string} device
 * @param {number} most
 * @param {number} [after] the order of the last one that was looked at
 * @returns {Promise<Queued[]>}
 */
export function next(database, kind, device, most, after = -1) {
  const range = IDBKeyRange.bound([kind, device, after], [kind, device, Infinity], true);
  return database.read(["outbox"], (transaction) =>
    ask(transaction.objectStore("outbox").index("queue").getAll(range, most)),
  );
}

/**
 * Put back what the server says it lacks, receipt or not.
 * @param {import("./database.js").Database} database
 * @param {Queued[]} queued
 */
export const putBack = (database, queued) =>
  database.write(["outbox"], (transaction) => {
    for (const one of queued) transaction.objectStore("outbox").put(one);
  });
