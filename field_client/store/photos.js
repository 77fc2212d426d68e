/**
 * The bytes of photos and drawings, by their SHA-256, with a small picture for lists.
 * @typedef {{sha256: string, bytes: ArrayBuffer, mime: string, thumbnail: ArrayBuffer | null}} Photo
 * @typedef {Photo & {inspection: string, at: string, device: string}} StoredPhoto
 */
import { ask } from "./database.js";

/** Put a photo where its entry is being written. @param {IDBTransaction} transaction @param {StoredPhoto} photo */
export async function putPhoto(transaction, photo) {
  const { sha256, bytes, mime, inspection, at, device, thumbnail } = photo;
  const store = transaction.objectStore("photos");
  if (await ask(store.getKey(sha256))) return;
  store.add({ sha256, bytes, mime, inspection, at, device });
  if (thumbnail) transaction.objectStore("thumbnails").put({ sha256, bytes: thumbnail });
  const order = Date.parse(at);
  transaction.objectStore("outbox").put({ id: sha256, kind: "photo", inspection, device, order, at });
}

/** @param {import("./database.js").Database} database @param {string} sha256 @returns {Promise<StoredPhoto | undefined>} */
export const get = (database, sha256) =>
  database.read(["photos"], (transaction) => ask(transaction.objectStore("photos").get(sha256)));

/** @param {import("./database.js").Database} database @param {string} sha256 @returns {Promise<ArrayBuffer | undefined>} */
export const thumbnail = (database, sha256) =>
  database.read(["thumbnails"], async (transaction) => {
    return (await ask(transaction.objectStore("thumbnails").get(sha256)))?.bytes;
  });

/** The fingerprints of all photos kept for an inspection. @param {import("./database.js").Database} database @param {string} inspection */
export const ofInspection = (database, inspection) =>
  database.read(["photos"], (transaction) =>
    ask(transaction.objectStore("photos").index("inspection").getAllKeys(inspection)),
  );
