/**
 * Inspections that are finished on this tablet, and whether the server has answered that all of it is there.
 * @typedef {{inspection: string, revision: number, device: string, operations: number, complete: boolean, verified_at: string | null}} Manifest
 */
import { ask } from "./database.js";

/** @param {import("./database.js").Database} database @returns {Promise<Manifest[]>} */
export const all = (database) =>
  database.read(["manifests"], (transaction) => ask(transaction.objectStore("manifests").getAll()));

/** @param {import("./database.js").Database} database @param {Manifest} manifest */
export const put = (database, manifest) =>
  database.write(["manifests"], (transaction) => {
    transaction.objectStore("manifests").put(manifest);
  });
