/** Fetches what the server has for this tablet: receipts, the other tablets' entries, the assignments. */
import { fingerprint } from "../core/canonical.js";
import * as bundles from "../store/bundles.js";
import { operation, putOthers } from "../store/operations.js";
import * as outbox from "../store/outbox.js";
import * as receipts from "../store/receipts.js";
import * as settings from "../store/settings.js";
import { call } from "./api.js";
import { Later } from "./failures.js";

const MOST_PAGES = 200;
const MOST_ASKED = 500;

/** @param {import("./run.js").Context} context */
export async function pullReceipts(context) {
  let since = (await settings.all(context.database)).receipts_since ?? "";
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { body } = await call("GET", `receipts?since=${encodeURIComponent(since)}`, { token: context.settings.token });
    if (!Array.isArray(body.receipts)) throw new Later("not_the_server");
    const found = body.receipts.filter((one) => one.kind !== "inspection").map((one) => ({ problem: null, ...one }));
    const next = body.next ?? since;
    await receipts.put(context.database, found, { receipts_since: next });
    if (!body.receipts.length || next === since) return;
    since = next;
  }
}

/**
 * What was made under an earlier enrolment is not sent under this one: a rescue file carries it. Its receipts are asked for by its content.
 * @param {import("./run.js").Context} context
 */
export async function pullFormer(context) {
  const former = (await outbox.all(context.database)).filter((one) => one.device !== context.device);
  for (let start = 0; start < former.length; start += MOST_ASKED) {
    const asked = former.slice(start, start + MOST_ASKED);
    const contents = await Promise.all(asked.map((one) => content(context.database, one)));
    const { body } = await call("POST", "receipts", { token: context.settings.token, json: { contents } });
    const known = new Set(asked.map((one) => one.id));
    const found = (body.receipts ?? []).filter((one) => known.has(one.id)).map((one) => ({ problem: null, ...one }));
    await receipts.put(context.database, found);
    if (found.length) context.changed();
  }
}

async function content(database, { id, kind }) {
  return { id, sha256: kind === "photo" ? id : await fingerprint(await operation(database, id)) };
}

/** @param {import("./run.js").Context} context */
export async function pullOthers(context) {
  const bundle = await bundles.current(context.database);
  const cursors = { ...((await settings.all(context.database)).others_since ?? {}) };
  const visits = (bundle?.content.assignments ?? []).map((one) => one.inspection);
  const unsent = (await outbox.all(context.database)).length;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const since = Object.fromEntries(visits.slice(0, MOST_ASKED).map((id) => [id, cursors[id] ?? ""]));
    const { body } = await call("POST", "others", { token: context.settings.token, json: { since, unsent } });
    if (!Array.isArray(body.operations)) throw new Later("not_the_server");
    if (!body.operations.length) return;
    Object.assign(cursors, body.next);
    await putOthers(context.database, body.operations, { others_since: cursors });
    context.changed();
  }
}

/** @param {import("./run.js").Context} context */
export async function pullBundle(context) {
  const kept = await bundles.current(context.database);
  const { status, body, etag } = await call("GET", "bundle", { token: context.settings.token, etag: kept?.etag });
  if (status === 304) return;
  if (!Array.isArray(body.assignments) || !body.programmes) throw new Later("not_the_server");
  await bundles.replace(context.database, body, etag, new Date().toISOString());
  context.changed();
}
