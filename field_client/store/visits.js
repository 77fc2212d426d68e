/**
 * What the visits with entries are called: an inspection that is verified leaves the assignments, its entries stay here.
 * @typedef {{inspection: string, order: number, programme: any, object: {number: string, name: string, address: string}}} Visit
 */
import { ask } from "./database.js";

/** @param {import("./database.js").Database} database @returns {Promise<Visit[]>} */
export const all = (database) =>
  database.read(["visits"], (transaction) => ask(transaction.objectStore("visits").getAll()));
