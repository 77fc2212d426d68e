/** Asks for each finished inspection whether all of it is there, and sends again what is not. */
import { effective } from "../core/fold.js";
import * as manifests from "../store/manifests.js";
import { all, ofInspection } from "../store/operations.js";
import * as outbox from "../store/outbox.js";
import { ofInspection as photosHere } from "../store/photos.js";
import { call } from "./api.js";

/** @param {import("./run.js").Context} context @returns {Promise<boolean>} whether something has to be sent again */
export async function sendManifests(context) {
  let again = false;
  for (const manifest of await due(context)) {
    const { own } = await ofInspection(context.database, manifest.inspection);
    const mine = own.filter((one) => one.device === context.device && one.operation.revision === manifest.revision);
    const missing = await send(context, manifest, mine);
    if (missing) again = (await putBack(context, mine, missing)) || again;
  }
  return again;
}

/** Those finished under this enrolment, not verified as they are now, with nothing of them waiting. */
async function due(context) {
  const waiting = new Set((await outbox.all(context.database)).map((one) => one.inspection));
  const known = await manifests.all(context.database);
  const entries = (await all(context.database)).filter((one) => one.device === context.device);
  const found = new Map();
  for (const { inspection, operation } of finishes(entries)) {
    const { revision } = operation;
    const size = entries.filter((one) => one.inspection === inspection && one.operation.revision === revision).length;
    const same = (one) => one.inspection === inspection && one.revision === revision && one.operations === size;
    const done = known.some((one) => same(one) && one.device === context.device && one.complete);
    if (!done && !waiting.has(inspection)) found.set(`${inspection} ${revision}`, { inspection, revision });
  }
  return [...found.values()];
}

const finishes = (entries) => {
  const counting = new Set(effective(entries.map((one) => one.operation)).map((one) => one.id));
  return entries.filter((one) => one.operation.kind === "finish" && counting.has(one.id));
};

async function send(context, { inspection, revision }, mine) {
  const { body } = await call("POST", `inspections/${inspection}/finish`, {
    token: context.settings.token,
    json: { revision, operations: mine.length, photos: photosOf(mine) },
  });
  const complete = body.complete === true && Boolean(body.receipt);
  const verified_at = complete ? body.receipt.received_at : null;
  const manifest = { inspection, revision, device: context.device, operations: mine.length, complete, verified_at };
  await manifests.put(context.database, manifest);
  context.tally.receipts += Number(complete);
  context.changed();
  return complete ? null : (body.missing ?? { photos: [], operations: {} });
}

/** @param {import("../store/operations.js").Entry[]} entries @returns {string[]} every photo and drawing that they name */
export function photosOf(entries) {
  const named = entries.map(({ operation: { kind, body } }) =>
    kind === "photo" ? body.sha256 : kind === "signature" ? body.strokes_sha256 : null,
  );
  return [...new Set(named.filter((sha256) => sha256 !== null))].sort();
}

async function putBack(context, mine, missing) {
  const { expected = 0, received = 0 } = missing.operations ?? {};
  const lacking = received < expected ? mine : [];
  const queued = lacking.map(({ id, inspection, device, seq, operation }) => ({
    id, kind: /** @type {const} */ ("operation"), inspection, device, order: seq, at: operation.at,
  }));
  // Whoever writes the caption of another tablet's photo names it without having it: that tablet sends it.
  const here = new Set(await photosHere(context.database, mine[0].inspection));
  const byPhoto = new Map(mine.flatMap((entry) => photosOf([entry]).filter((sha256) => here.has(sha256)).map((sha256) => [sha256, entry])));
  for (const sha256 of missing.photos ?? []) {
    const entry = byPhoto.get(sha256);
    if (!entry) continue;
    const { inspection, device, operation } = entry;
    context.again.add(sha256);
    queued.push({ id: sha256, kind: "photo", inspection, device, order: Date.parse(operation.at), at: operation.at });
  }
  await outbox.putBack(context.database, queued);
  return queued.length > 0;
}
