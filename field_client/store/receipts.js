/**
 * What the server said of each entry and photo. `trouble` is 1 where a person has to look.
 * @typedef {{id: string, kind: string, state: string, received_at: string | null, problem: any, trouble?: 1}} Receipt
 */
import { ask } from "./database.js";

const TROUBLES = new Set(["failed", "quarantined", "refused"]);

/**
 * Write down answers and take what they answer off the list of things to send, in one transaction. What was refused stays on the list.
 * @param {import("./database.js").Database} database
 * @param {Receipt[]} receipts
 * @param {Record<string, any>} [settings] to keep with them
 */
export function put(database, receipts, settings = {}) {
  return database.write(["receipts", "outbox", "settings"], (transaction) => {
    for (const receipt of receipts) {
      const { trouble: _, ...plain } = receipt;
      transaction.objectStore("receipts").put(TROUBLES.has(receipt.state) ? { ...plain, trouble: 1 } : plain);
      if (receipt.state !== "refused") transaction.objectStore("outbox").delete(receipt.id);
    }
    for (const [key, value] of Object.entries(settings)) transaction.objectStore("settings").put(value, key);
  });
}

/** @param {import("./database.js").Database} database @returns {Promise<Receipt[]>} */
export const all = (database) =>
  database.read(["receipts"], (transaction) => ask(transaction.objectStore("receipts").getAll()));

/** @param {import("./database.js").Database} database @returns {Promise<Receipt[]>} */
export const troubles = (database) =>
  database.read(["receipts"], (transaction) => ask(transaction.objectStore("receipts").index("trouble").getAll()));
