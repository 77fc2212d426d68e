/**
 * Weights read over a wire. They are a convenience: what counts in law is the display, and a scale can send anything.
 * @typedef {{value: string, unit: string | null, stable: boolean, frame: string}} Reading the value as decimal text, the frame as it came in hexadecimal digits
 */
import { times } from "../decimals.js";

/** A weight without a sign of standing still counts as stable when it has been the same for so long, in so many frames. */
export const STILL_MS = 1000;
export const STILL_FRAMES = 3;
const GRAMS = { mg: [1n, 1000n], g: [1n, 1n], kg: [1000n, 1n], t: [1_000_000n, 1n] };

/** @param {string} text one character for each byte @returns {number[]} */
export const bytesOf = (text) => Array.from(text, (one) => one.charCodeAt(0));

/** @param {number[]} bytes @returns {string} */
export const hex = (bytes) => bytes.map((one) => one.toString(16).padStart(2, "0")).join("");

/**
 * Whether readings without a status stand still.
 * @param {{value: string, at: number}[]} last the latest readings, the newest at the end
 */
export function still(last) {
  const newest = last.at(-1);
  const since = last.findLastIndex((one) => one.value !== newest?.value) + 1;
  const same = last.slice(since);
  return same.length >= STILL_FRAMES && same[same.length - 1].at - same[0].at >= STILL_MS;
}

/**
 * A reading in the unit of a field.
 * @param {Reading} reading
 * @param {string} wanted the unit
 * @returns {string | null} null when one of them is no unit of mass
 */
export function inUnit({ value, unit }, wanted) {
  if (unit === wanted && wanted in GRAMS) return value;
  const [from, to] = [GRAMS[unit ?? ""], GRAMS[wanted]];
  if (!from || !to) return null;
  const [sign, amount] = value.startsWith("-") ? ["-", value.slice(1)] : ["", value];
  return sign + times(amount, from[0] * to[1], from[1] * to[0]);
}
