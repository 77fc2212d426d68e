/** Sends photos. A photo that the server has already is asked for its receipt before its bytes go out again. */
import * as outbox from "../store/outbox.js";
import * as photos from "../store/photos.js";
import * as receipts from "../store/receipts.js";
import { call } from "./api.js";
import { Later, Refused } from "./failures.js";
import { pullReceipts } from "./pulls.js";

/**
 * Send the next photo. One at a time: what is entered meanwhile goes out before the one after it, and what is lost on the way is one photo.
 * @param {import("./run.js").Context} context
 * @returns {Promise<boolean>} whether there was one
 */
export async function sendNextPhoto(context) {
  const { refused } = context.round;
  const waiting = await outbox.next(context.database, "photo", context.device, refused.size + 1);
  const queued = waiting.find((one) => !refused.has(one.id));
  if (!queued) return false;
  if (!(await isThere(context, queued))) {
    try {
      await sendPhoto(context, queued.id);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refused.add(queued.id);
      await refuse(context, queued, error);
    }
  }
  context.changed();
  return true;
}

async function sendPhoto(context, sha256) {
  const photo = await photos.get(context.database, sha256);
  if (!photo) {
    // What is not here cannot be sent, and holds up nothing else.
    context.round.refused.add(sha256);
    return;
  }
  context.tried.add(sha256);
  const { body } = await call("PUT", `photos/${sha256}`, {
    token: context.settings.token,
    bytes: photo.bytes,
    mime: photo.mime,
  });
  if (body.receipt?.id !== sha256) throw new Later("not_the_server");
  await receipts.put(context.database, [{ ...body.receipt, problem: null }]);
  context.unsent -= 1;
  context.tally.receipts += 1;
}

/** An answer that was lost on its way is in the list of receipts; without a receipt the bytes are sent again. */
async function isThere(context, queued) {
  const fresh = Date.parse(queued.at) >= context.started && !context.tried.has(queued.id);
  if (fresh || context.again.has(queued.id)) return false;
  const { status } = await call("HEAD", `photos/${queued.id}`, { token: context.settings.token });
  if (status !== 200) return false;
  await pullReceipts(context);
  return !(await stillQueued(context, queued));
}

async function stillQueued(context, queued) {
  return (await outbox.all(context.database)).some((one) => one.id === queued.id);
}

function refuse(context, queued, refusal) {
  const problem = refusal.problem ?? { status: refusal.status };
  return receipts.put(context.database, [{ id: queued.id, kind: "photo", state: "refused", received_at: null, problem }]);
}
