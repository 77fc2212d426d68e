/** The first question of every exchange: is it our server, and what time is it there? */
import { put } from "../store/settings.js";
import { call } from "./api.js";
import { Stopped } from "./failures.js";

/** The release of this client's way of writing entries, which the server may outgrow. */
export const CLIENT = "1.1";

/**
 * @param {import("./run.js").Context} context
 * @throws {import("./failures.js").Later | Stopped}
 */
export async function hello(context) {
  const before = Date.now();
  const { body } = await call("GET", "hello");
  const middle = (before + Date.now()) / 2;
  context.clockOffset = Math.round(Date.parse(body.server_time) - middle);
  await put(context.database, { clock_offset_ms: context.clockOffset, last_contact: new Date().toISOString() });
  if (context.settings.epoch && body.epoch !== context.settings.epoch) throw new Stopped("other_database");
  if (isOlder(CLIENT, String(body.oldest_client ?? "0"))) throw new Stopped("client_too_old");
}

/** @param {string} a @param {string} b releases such as 1 or 1.2 */
export function isOlder(a, b) {
  const [left, right] = [a, b].map((text) => text.split(".").map(Number));
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference) return difference < 0;
  }
  return false;
}
