/**
 * Practice: its records live in a database of their own, which nothing that sends ever opens (docs/sync.md, "Practice").
 */
import { make } from "../core/uuid7.js";
import { replace } from "./bundles.js";
import { ask } from "./database.js";
import * as settings from "./settings.js";

export const NAME = "fair-scale-practice";
const RECORDS = ["operations", "others", "outbox", "photos", "thumbnails", "receipts", "manifests", "visits"];

/**
 * Make the practice database ready. It has a device of its own that no server knows, and neither token nor epoch.
 * @param {import("./database.js").Database} database of practice
 * @param {Record<string, any>} known the tablet's settings
 * @param {any} content the practice bundle; null to take the one that is there
 */
export async function prepare(database, known, content) {
  const { device } = await settings.all(database);
  const { inspector, language = null, theme = null } = known;
  const id = device?.id ?? make(Date.now(), crypto.getRandomValues(new Uint8Array(10)), "");
  await settings.put(database, { device: { id, name: known.device.name }, inspector, language, theme });
  if (content) await replace(database, content, null, new Date().toISOString());
}

/** Throw every practice record away. @param {import("./database.js").Database} database of practice */
export const throwAway = (database) =>
  database.write(RECORDS, (transaction) => Promise.all(RECORDS.map((name) => ask(transaction.objectStore(name).clear()))));
