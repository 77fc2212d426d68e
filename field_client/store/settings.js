/**
 * What this tablet knows of itself: its token and name, the next `seq`, the greatest id seen, language, theme, clock.
 */
import { ask } from "./database.js";

/** @param {import("./database.js").Database} database @returns {Promise<Record<string, any>>} */
export function all(database) {
  return database.read(["settings"], async (transaction) => {
    const store = transaction.objectStore("settings");
    const [keys, values] = await Promise.all([ask(store.getAllKeys()), ask(store.getAll())]);
    return Object.fromEntries(keys.map((key, i) => [key, values[i]]));
  });
}

/** @param {import("./database.js").Database} database @param {Record<string, any>} changes */
export function put(database, changes) {
  return database.write(["settings"], (transaction) => {
    const store = transaction.objectStore("settings");
    for (const [key, value] of Object.entries(changes)) store.put(value, key);
  });
}

/**
 * Take up an enrolment. Entries made under an earlier one keep its name and their place in its sequence. The same tablet behind another epoch
 * means that the server was restored from a backup: all that is still here goes to it once more.
 * @param {import("./database.js").Database} database
 * @param {{token: string, device: {id: string, name: string}, inspector: object, epoch: string}} enrolment
 */
export function enrol(database, enrolment) {
  return database.write(["settings", "operations", "photos", "outbox", "manifests"], async (transaction) => {
    const store = transaction.objectStore("settings");
    const [former, epoch] = await Promise.all([ask(store.get("device")), ask(store.get("epoch"))]);
    for (const key of ["token", "device", "inspector", "epoch"]) store.put(enrolment[key], key);
    const same = former?.id === enrolment.device.id;
    if (!same) store.put(0, "seq");
    if (same && epoch === enrolment.epoch) return;
    for (const key of ["receipts_since", "others_since"]) store.delete(key);
    if (same) await sendAllAgain(transaction, former.id);
  });
}

async function sendAllAgain(transaction, device) {
  const all = (name) => ask(transaction.objectStore(name).getAll());
  const [entries, photos, known] = await Promise.all(["operations", "photos", "manifests"].map(all));
  const outbox = transaction.objectStore("outbox");
  const own = (one) => one.device === device;
  for (const { id, inspection, seq, operation } of entries.filter(own)) outbox.put({ id, kind: "operation", inspection, device, order: seq, at: operation.at });
  for (const { sha256, inspection, at } of photos.filter(own)) outbox.put({ id: sha256, kind: "photo", inspection, device, order: Date.parse(at), at });
  for (const { inspection, revision } of known.filter(own)) transaction.objectStore("manifests").delete([inspection, revision, device]);
}
