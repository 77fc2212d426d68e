/**
 * Frees what is verified and old enough (docs/sync.md, rule 4): nothing without receipts for all of an inspection, and not within 14 days.
 */
import { ask } from "./database.js";

export const KEPT_DAYS = 14;
const DAY_MS = 86_400_000;

/**
 * @param {import("./database.js").Database} database
 * @param {number} now milliseconds
 * @param {Set<string>} assigned inspections of the present bundle, which are kept
 * @returns {Promise<string[]>} the inspections whose photos and entries were freed
 */
export function wipe(database, now, assigned) {
  const stores = ["operations", "others", "outbox", "photos", "thumbnails", "receipts", "manifests", "visits"];
  return database.write(stores, async (transaction) => {
    const [known, waiting, troubles] = await Promise.all([
      ask(transaction.objectStore("manifests").getAll()),
      ask(transaction.objectStore("outbox").getAll()),
      ask(transaction.objectStore("receipts").index("trouble").getAllKeys()),
    ]);
    const held = new Set(waiting.map((one) => one.inspection));
    const old = known.filter((one) => one.complete && now - Date.parse(one.verified_at) > KEPT_DAYS * DAY_MS);
    const open = new Set(known.filter((one) => !old.includes(one)).map((one) => one.inspection));
    const free = [...new Set(old.map((one) => one.inspection))].filter((one) => !held.has(one) && !open.has(one) && !assigned.has(one));
    const freed = [];
    for (const inspection of free) if (await forget(transaction, inspection, new Set(troubles))) freed.push(inspection);
    return freed;
  });
}

async function forget(transaction, inspection, troubles) {
  const keys = (name) => ask(transaction.objectStore(name).index("inspection").getAllKeys(inspection));
  const [operations, others, photos] = await Promise.all(["operations", "others", "photos"].map(keys));
  if (operations.some((id) => troubles.has(id))) return false;
  const receipts = transaction.objectStore("receipts");
  for (const id of [...operations, ...photos]) if (!(await ask(receipts.getKey(id)))) return false;
  transaction.objectStore("visits").delete(inspection);
  for (const id of operations) transaction.objectStore("operations").delete(id);
  for (const id of others) transaction.objectStore("others").delete(id);
  for (const id of photos) for (const name of ["photos", "thumbnails"]) transaction.objectStore(name).delete(id);
  return true;
}
