/**
 * The entries made on this tablet, verbatim and only ever added, and those of the other tablets.
 * @typedef {import("../core/fold.js").Operation} Operation
 * @typedef {{kind: string, body: any}} Draft
 * @typedef {{id: string, inspection: string, device: string, seq: number, group: string, operation: Operation}} Entry
 */
import { compareText } from "../core/paths.js";
import { make } from "../core/uuid7.js";
import { ask } from "./database.js";
import { putPhoto } from "./photos.js";

export class NotEnrolled extends Error {}

/**
 * Add entries, and the bytes of photos that they name, in one transaction.
 * @param {import("./database.js").Database} database
 * @param {{inspection: string, revision: number, drafts: Draft[], photos?: import("./photos.js").Photo[],
 *   visit?: import("./visits.js").Visit}} entries `visit` is what to call it by when it has left the assignments
 * @param {{now?: () => number, random?: () => Uint8Array}} [sources]
 * @returns {Promise<Entry[]>} once all of it is on the disk
 */
export function append(database, { inspection, revision, drafts, photos = [], visit }, sources = {}) {
  const now = sources.now ?? Date.now;
  const random = sources.random ?? (() => crypto.getRandomValues(new Uint8Array(10)));
  return database.write(["settings", "operations", "outbox", "photos", "thumbnails", "visits"], async (transaction) => {
    const settings = transaction.objectStore("settings");
    const [device, seq, last] = await Promise.all(["device", "seq", "last_id"].map((key) => ask(settings.get(key))));
    if (!device) throw new NotEnrolled();
    const at = new Date(now()).toISOString();
    let [number, id] = [seq ?? 0, last ?? ""];
    const entries = drafts.map(({ kind, body }) => {
      number += 1;
      id = make(now(), random(), id);
      const operation = { id, device: device.id, seq: number, inspection, revision, at, kind, body };
      return { id, inspection, device: device.id, seq: number, group: "", operation };
    });
    for (const entry of entries) {
      entry.group = entries[0].id;
      transaction.objectStore("operations").add(entry);
      transaction.objectStore("outbox").add(queued(entry));
    }
    settings.put(number, "seq");
    settings.put(id, "last_id");
    if (visit) transaction.objectStore("visits").put(visit);
    for (const photo of photos) await putPhoto(transaction, { ...photo, inspection, at, device: device.id });
    return entries;
  });
}

const queued = ({ id, inspection, device, seq, operation }) => ({
  id, kind: "operation", inspection, device, order: seq, at: operation.at,
});

/**
 * All entries of an inspection: of this tablet and, as far as they were fetched, of the others.
 * @param {import("./database.js").Database} database
 * @param {string} inspection
 * @param {{own: number, others: number}} [known] how many are known: as many are the same ones, and are not read again
 * @returns {Promise<{own?: Entry[], others?: Operation[]}>} without what is known
 */
export function ofInspection(database, inspection, known) {
  return database.read(["operations", "others"], async (transaction) => {
    const index = (store) => transaction.objectStore(store).index("inspection");
    const find = async (store, count) =>
      known && (await ask(index(store).count(inspection))) === count ? undefined : ask(index(store).getAll(inspection));
    const [own, others] = await Promise.all([find("operations", known?.own), find("others", known?.others)]);
    return { own: own?.sort((a, b) => compareText(a.id, b.id)), others: others?.map((one) => one.operation) };
  });
}

/** One operation as it was made here. @param {import("./database.js").Database} database @param {string} id @returns {Promise<Operation>} */
export const operation = (database, id) =>
  database.read(["operations"], async (transaction) => (await ask(transaction.objectStore("operations").get(id))).operation);

/** Every entry of this tablet, for counting. @param {import("./database.js").Database} database @returns {Promise<Entry[]>} */
export const all = (database) =>
  database.read(["operations"], (transaction) => ask(transaction.objectStore("operations").getAll()));

/**
 * Keep entries of other tablets. Ids made here from now on are greater than theirs.
 * @param {import("./database.js").Database} database
 * @param {Operation[]} operations
 * @param {Record<string, any>} settings to keep with them, such as where to go on
 */
export function putOthers(database, operations, settings) {
  return database.write(["settings", "others", "operations"], async (transaction) => {
    const [store, kept] = [transaction.objectStore("others"), transaction.objectStore("settings")];
    let last = (await ask(kept.get("last_id"))) ?? "";
    for (const operation of operations) {
      if (await ask(transaction.objectStore("operations").getKey(operation.id))) continue;
      store.put({ id: operation.id, inspection: operation.inspection, operation });
      if (compareText(operation.id, last) > 0) last = operation.id;
    }
    kept.put(last, "last_id");
    for (const [key, value] of Object.entries(settings)) kept.put(value, key);
  });
}
