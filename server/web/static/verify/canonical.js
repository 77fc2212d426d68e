/** Canonical JSON: keys in the order of their code points, no white space, integers only. */

import { compareText, decode } from "./characters.js";
import { DrawError } from "./notes.js";

const MAX_DEPTH = 32;

/** @returns {string} `value` as canonical JSON; throws DrawError for what canonical JSON does not have */
export function serialise(value, at = "", depth = 0) {
  if (depth > MAX_DEPTH) throw new DrawError("json_deep", at, { max: MAX_DEPTH });
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new DrawError("json_number", at, { number: String(value) });
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => serialise(item, at, depth + 1)).join(",")}]`;
  const keys = Object.keys(value).sort(compareText);
  return `{${keys.map((key) => `${JSON.stringify(key)}:${serialise(value[key], at, depth + 1)}`).join(",")}}`;
}

/**
 * The value of a canonical JSON file. Duplicate keys, floats, escapes and white space cannot survive the comparison
 * with the canonical form of what was read.
 */
export function parse(bytes, at) {
  const text = decode(bytes, at);
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DrawError("json_invalid", at);
  }
  if (serialise(value, at) !== text) throw new DrawError("json_not_canonical", at);
  return value;
}

/** @returns {object} `value` when it is an object with exactly the fields `names` */
export function checkFields(value, names, at) {
  if (!isObject(value)) throw new DrawError("json_object_expected", at);
  for (const field of names) if (!Object.hasOwn(value, field)) throw new DrawError("field_missing", at, { field });
  for (const field of Object.keys(value)) {
    if (!names.includes(field)) throw new DrawError("field_extra", at, { field: field.slice(0, 100) });
  }
  return value;
}

export function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
