/** Sends entries in the order of their making, and keeps each until it has its receipt. */
import { ask } from "../store/database.js";
import * as outbox from "../store/outbox.js";
import * as receipts from "../store/receipts.js";
import { call } from "./api.js";
import { Later, Refused } from "./failures.js";

export const MOST = 100;
const ANSWERED = new Set(["applied", "held", "failed", "quarantined"]);

/** @param {import("./run.js").Context} context */
export async function sendOperations(context) {
  let size = MOST;
  for (;;) {
    const queued = await outbox.next(context.database, "operation", context.device, size, context.round.after);
    if (!queued.length) return;
    try {
      await sendBatch(context, queued);
      size = Math.min(MOST, size * 2);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (queued.length > 1) size = Math.max(1, Math.floor(queued.length / 2));
      else {
        await setAside(context, queued[0], error);
        context.round.after = queued[0].order;
      }
    }
  }
}

async function sendBatch(context, queued) {
  const operations = await read(context.database, queued.map((one) => one.id));
  const { body } = await call("POST", "operations", {
    token: context.settings.token,
    json: { operations, clock_offset_ms: context.clockOffset, unsent: Math.max(0, context.unsent - operations.length) },
  });
  const answered = results(body, new Set(queued.map((one) => one.id)));
  if (!answered.length) throw new Later("not_the_server");
  await receipts.put(context.database, answered);
  context.unsent -= answered.length;
  context.tally.receipts += answered.length;
  context.changed();
}

function results(body, asked) {
  if (!Array.isArray(body.results)) return [];
  return body.results
    .filter((one) => asked.has(one.id) && ANSWERED.has(one.state))
    .filter((one) => one.state === "quarantined" || one.receipt?.id === one.id)
    .map((one) => ({
      id: one.id,
      kind: "operation",
      state: one.state,
      received_at: one.receipt?.received_at ?? null,
      problem: one.problem ?? null,
    }));
}

/** The server has not taken it: it stays on the list, a person sees why, and the next ones go out. */
function setAside(context, queued, refusal) {
  const problem = refusal.problem ?? { status: refusal.status };
  return receipts.put(context.database, [
    { id: queued.id, kind: queued.kind, state: "refused", received_at: null, problem },
  ]);
}

const read = (database, ids) =>
  database.read(["operations"], async (transaction) => {
    const store = transaction.objectStore("operations");
    const entries = await Promise.all(ids.map((id) => ask(store.get(id))));
    return entries.map((entry) => entry.operation);
  });
