/** One exchange with the server, from hello to the assignments. What was done before a failure stays done. */
import * as outbox from "../store/outbox.js";
import * as settings from "../store/settings.js";
import { Stopped } from "./failures.js";
import { hello } from "./hello.js";
import { sendManifests } from "./manifests.js";
import { sendOperations } from "./operations.js";
import { sendPhotos } from "./photos.js";
import { pullBundle, pullFormer, pullOthers, pullReceipts } from "./pulls.js";

/** How often a manifest may send things back to the line before the next exchange goes on. */
const ROUNDS = 5;

/**
 * @typedef {{database: import("../store/database.js").Database, settings: Record<string, any>, device: string, clockOffset: number | null,
 *   unsent: number, started: number, tried: Set<string>, again: Set<string>, changed: () => void}} Context
 * @param {import("../store/database.js").Database} database
 * @param {{started: number, tried: Set<string>, changed: () => void}} page
 * @throws {import("./failures.js").Later | Stopped}
 */
export async function run(database, page) {
  const known = await settings.all(database);
  if (!known.token) throw new Stopped("not_enrolled");
  const unsent = (await outbox.all(database)).length;
  /** @type {Context} */
  const context = { database, settings: known, device: known.device.id, clockOffset: null, unsent, again: new Set(), ...page };
  await hello(context);
  for (let round = 0; round < ROUNDS; round += 1) {
    await sendOperations(context);
    await sendPhotos(context);
    if (!(await sendManifests(context))) break;
  }
  await pullReceipts(context);
  await pullFormer(context);
  await pullBundle(context);
  await pullOthers(context);
}
