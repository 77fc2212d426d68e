/** Look-up in tables of bands with explicit bounds: `from`, `from_closed`, `to`, `to_closed`; null is open-ended. */
import { exact } from "./quantities.js";

/**
 * Whether the row's band contains `value`; `name` is the prefix of the bounds' keys (`e_from`, `e_to`).
 * @param {any} row @param {import("./quantities.js").Rational} value @param {string} [name]
 */
export function holds(row, value, name = "") {
  const [low, high] = [row[`${name}from`], row[`${name}to`]];
  if (low !== null) {
    const order = value.compare(exact(low));
    if (order < 0 || (order === 0 && !row[`${name}from_closed`])) return false;
  }
  if (high === null) return true;
  const order = value.compare(exact(high));
  return order < 0 || (order === 0 && row[`${name}to_closed`]);
}

/**
 * The first row with these keys whose band contains `value`; null when the table ends before it.
 * @param {any[]} rows @param {import("./quantities.js").Rational} value @param {Record<string, string>} [keys]
 */
export function pick(rows, value, keys = {}) {
  const wanted = Object.entries(keys);
  return rows.find((row) => wanted.every(([key, one]) => row[key] === one) && holds(row, value)) ?? null;
}
