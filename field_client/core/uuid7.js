/**
 * Identifiers that sort by the time they were made (UUIDv7, RFC 9562 section 5.7) and never run backwards.
 */

const HEX = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The greatest number of milliseconds that fits into an identifier. */
const LAST = 2 ** 48 - 1;

/**
 * Make an identifier greater than `after`, whatever the clock says.
 *
 * The order of two entries on different tablets is the order of their ids. A tablet that has seen the other's entry makes
 * a greater one, so a wrong clock cannot put an answer before what it answers. Where there is no greater one, since another
 * tablet made the last of all, the new one stands beside it: an entry that is in no order still is an entry.
 * @param {number} now milliseconds since 1970
 * @param {Uint8Array} random ten bytes
 * @param {string} [after] the greatest identifier known
 * @returns {string}
 */
export function make(now, random, after = "") {
  const least = after ? milliseconds(after) + 1 : 0;
  const time = Math.min(Math.max(Math.floor(now), least), LAST).toString(16).padStart(12, "0");
  const bytes = Array.from(random.subarray(0, 10));
  bytes[0] = 0x70 | (bytes[0] & 0x0f);
  bytes[2] = 0x80 | (bytes[2] & 0x3f);
  const rest = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const hex = time + rest;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** @param {unknown} text @returns {boolean} whether it is a UUIDv7 in its canonical form */
export const isUuid7 = (text) => typeof text === "string" && HEX.test(text);

/** @param {string} id @returns {number} the milliseconds that an identifier carries */
export const milliseconds = (id) => parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
