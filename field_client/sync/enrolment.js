/** Signing in: the one thing that needs the network before everything else works without it. */
import * as settings from "../store/settings.js";
import { call } from "./api.js";
import { CLIENT } from "./hello.js";

/**
 * @param {import("../store/database.js").Database} database
 * @param {{username: string, password: string, deviceName: string}} given
 * @returns {Promise<{id: string, name: string, certificate: string}>} the inspector
 * @throws {import("./failures.js").Later | import("./failures.js").Refused | import("./failures.js").Stopped}
 */
export async function enrol(database, { username, password, deviceName }) {
  const { token: former } = await settings.all(database);
  const { body } = await call("POST", "enrol", {
    token: former,
    json: { username, password, device_name: deviceName, client: CLIENT },
  });
  const { token, device, inspector } = body;
  const greeting = await call("GET", "hello");
  await settings.enrol(database, { token, device, inspector, epoch: greeting.body.epoch });
  return inspector;
}
