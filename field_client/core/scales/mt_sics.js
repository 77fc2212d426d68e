/**
 * MT-SICS: lines of ASCII that end in CR LF. `S S    100.00 g` is a stable weight, `S D …` a moving one; all else is no weight.
 * @typedef {import("./readings.js").Reading} Reading
 */
import { bytesOf, hex } from "./readings.js";

const WEIGHT = /^S ([SD]) +([+-]?\d+(?:\.\d+)?) (\S+)\s*$/;
const END = "\r\n";

/** Asks for the weight at once, stable or not. */
export const ASK = `SI${END}`;

/**
 * @param {string} text what has come so far, one character for each byte
 * @returns {{readings: Reading[], rest: string}} the weights in it, and what is not complete yet
 */
export function read(text) {
  const lines = text.split(END);
  const rest = /** @type {string} */ (lines.pop());
  const readings = lines.flatMap((line) => {
    const [, status, value, unit] = WEIGHT.exec(line) ?? [];
    return value === undefined ? [] : [{ value: value.replace(/^\+/, ""), unit, stable: status === "S", frame: hex(bytesOf(line + END)) }];
  });
  return { readings, rest };
}
