/** Fetches what to practise with. Nothing that was practised is ever sent: there is no call for it. */
import { call } from "./api.js";
import { Later } from "./failures.js";

/** @param {string} token @throws {Later | import("./failures.js").Stopped | import("./failures.js").Refused} */
export async function fetchPractice(token) {
  const { body } = await call("GET", "practice", { token });
  if (body.practice !== true || !Array.isArray(body.assignments)) throw new Later("not_the_server");
  return body;
}
