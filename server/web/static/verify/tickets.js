/** The values of the protocol: SHA-256 of plain text, as 64 lower-case hexadecimal characters. */

import { DrawError } from "./notes.js";
import { sha256 } from "./sha256.js";

const encoder = new TextEncoder();
const HASH = /^[0-9a-f]{64}$/;

/** H(x) of a text. */
export function digest(text) {
  return sha256(encoder.encode(text));
}

/** ticket(parent, id) = H(first 32 characters of parent + ":" + id). */
export function ticket(parent, identifier) {
  return digest(`${parent.slice(0, 32)}:${identifier}`);
}

/** derive(parent, label) = H(first 32 characters of parent + "/" + label). */
export function derive(parent, label) {
  return digest(`${parent.slice(0, 32)}/${label}`);
}

/** seed = H(commitment + LF + secret + LF + entropy). */
export function seedOf(commitment, secret, entropy) {
  return digest(`${commitment}\n${secret}\n${entropy}`);
}

/** @returns {string} `value` when it is a hash in lower-case hexadecimal characters */
export function checkHash(value, at) {
  if (typeof value !== "string" || !HASH.test(value)) throw new DrawError("hash_expected", at);
  return value;
}
