/**
 * Canonical JSON as docs/protocol.md says: keys sorted by code point, no white space.
 */
import { sha256 } from "./hashes.js";
import { compareText } from "./paths.js";

/** @param {any} value @returns {string} */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const keys = Object.keys(value).sort(compareText);
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

/** The fingerprint of a value. @param {any} value @returns {Promise<string>} */
export const fingerprint = (value) => sha256(canonical(value));
