/** One exchange with the server, from hello to the assignments. What was done before a failure stays done. */
import * as outbox from "../store/outbox.js";
import * as settings from "../store/settings.js";
import { Stopped } from "./failures.js";
import { hello } from "./hello.js";
import { sendManifests } from "./manifests.js";
import { sendOperations } from "./operations.js";
import { sendNextPhoto } from "./photos.js";
import { pullBundle, pullFormer, pullOthers, pullReceipts } from "./pulls.js";

/** How often a manifest may send things back to the line before the next exchange goes on. */
const ROUNDS = 5;

/**
 * @typedef {{database: import("../store/database.js").Database, settings: Record<string, any>, device: string, clockOffset: number | null,
 *   unsent: number, round: {after: number, refused: Set<string>}, started: number, tried: Set<string>, again: Set<string>,
 *   tally: {receipts: number}, changed: () => void}} Context
 * `round`: what was refused in this round and is not tried again in it; `tally`: how much arrived since the page was opened
 * @param {import("../store/database.js").Database} database
 * @param {{started: number, tried: Set<string>, tally: {receipts: number}, changed: () => void}} page
 * @throws {import("./failures.js").Later | Stopped}
 */
export async function run(database, page) {
  const known = await settings.all(database);
  if (!known.token) throw new Stopped("not_enrolled");
  const unsent = (await outbox.all(database)).length;
  /** @type {Context} */
  const context = { database, settings: known, device: known.device.id, clockOffset: null, unsent, round: fresh(), again: new Set(), ...page };
  await hello(context);
  for (let round = 0; round < ROUNDS; round += 1) {
    context.round = fresh();
    do await sendOperations(context);
    while (await sendNextPhoto(context));
    if (!(await sendManifests(context))) break;
  }
  await pullReceipts(context);
  await pullFormer(context);
  await pullBundle(context);
  await pullOthers(context);
}

const fresh = () => ({ after: -1, refused: new Set() });
