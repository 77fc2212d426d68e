/**
 * The assignments as fetched. A new bundle replaces the old one whole; entries live elsewhere and are not touched.
 */
import { ask } from "./database.js";

const CURRENT = "current";

/** @param {import("./database.js").Database} database @returns {Promise<{content: any, etag: string | null, fetched_at: string} | undefined>} */
export const current = (database) =>
  database.read(["bundles"], (transaction) => ask(transaction.objectStore("bundles").get(CURRENT)));

/** @param {import("./database.js").Database} database @param {any} content @param {string | null} etag @param {string} fetchedAt */
export const replace = (database, content, etag, fetchedAt) =>
  database.write(["bundles", "settings"], (transaction) => {
    transaction.objectStore("bundles").put({ content, etag, fetched_at: fetchedAt }, CURRENT);
    transaction.objectStore("settings").put(fetchedAt, "bundle_at");
  });
