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
 * Take up a new enrolment. Entries made under an earlier one keep its name and their place in its sequence.
 * @param {import("./database.js").Database} database
 * @param {{token: string, device: {id: string, name: string}, inspector: object, epoch: string}} enrolment
 */
export function enrol(database, enrolment) {
  return database.write(["settings"], async (transaction) => {
    const store = transaction.objectStore("settings");
    const former = await ask(store.get("device"));
    for (const key of ["token", "device", "inspector", "epoch"]) store.put(enrolment[key], key);
    if (former?.id === enrolment.device.id) return;
    store.put(0, "seq");
    store.delete("receipts_since");
  });
}
