/** Signing in: the one thing that needs the network before everything else works without it. */
import * as settings from "../store/settings.js";
import { call } from "./api.js";
import { CLIENT } from "./hello.js";

/** What stands at the end of the address that the office shows as a code. */
const CODE = /#\/enrol\/([^/#?]+)$/;

/** The code in what was scanned or typed: an address with it, or the code alone. @param {string} text @returns {string} */
export const codeIn = (text) => CODE.exec(text.trim())?.[1] ?? text.trim();

/**
 * @param {import("../store/database.js").Database} database
 * @param {{username?: string, password?: string, code?: string, deviceName: string}} given name and password, or a code of the office
 * @returns {Promise<{id: string, name: string, certificate: string}>} the inspector
 * @throws {import("./failures.js").Later | import("./failures.js").Refused | import("./failures.js").Stopped}
 */
export async function enrol(database, { deviceName, ...who }) {
  const { token: former } = await settings.all(database);
  // A code works once: what else may fail comes before it. A database has no name until its first tablet is enrolled.
  const before = (await call("GET", "hello")).body.epoch;
  const { body } = await call("POST", "enrol", {
    token: former,
    json: { ...who, device_name: deviceName, client: CLIENT },
  });
  const { token, device, inspector } = body;
  const epoch = before ?? (await call("GET", "hello")).body.epoch;
  await settings.enrol(database, { token, device, inspector, epoch });
  return inspector;
}
