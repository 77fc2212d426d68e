/**
 * Yaohua XK3190, sent without being asked. Format 0: 12 bytes, 02, sign, six digits, number of decimals 0 to 4, the XOR of bytes 2 to 9 as two
 * hexadecimal digits, 03. Format 1: 9 bytes, `=` and the display with its low digit first. Neither tells the unit, nor whether the weight stands still.
 * @typedef {import("./readings.js").Reading} Reading
 */
import { bytesOf, hex } from "./readings.js";

const SIGNED = /\x02([+-])(\d{6})([0-4])([0-9A-Fa-f]{2})\x03/;
const REVERSED = /=([\d.\- ]{8})/;
const LONGEST = 12;

/** @param {string} text @returns {{readings: Reading[], rest: string}} */
export const readSigned = (text) => all(text, SIGNED, (frame, [sign, digits, decimals, check]) => {
  const sum = bytesOf(frame.slice(1, 9)).reduce((one, other) => one ^ other, 0);
  if (sum !== parseInt(check, 16)) return null;
  const places = Number(decimals);
  return sign + digits.slice(0, 6 - places) + (places ? `.${digits.slice(6 - places)}` : "");
});

/** @param {string} text @returns {{readings: Reading[], rest: string}} */
export const readReversed = (text) => all(text, REVERSED, (_, [shown]) => [...shown].reverse().join("").trim());

function all(text, pattern, valueOf) {
  const readings = [];
  let rest = text;
  for (let found = pattern.exec(rest); found; found = pattern.exec(rest)) {
    const value = plain(valueOf(found[0], found.slice(1)));
    if (value !== null) readings.push({ value, unit: null, stable: false, frame: hex(bytesOf(found[0])) });
    rest = rest.slice(found.index + (value === null ? 1 : found[0].length));
  }
  // What cannot become a frame any more is dropped.
  return { readings, rest: rest.slice(-LONGEST) };
}

/** Without a plus and without leading zeros. @param {string | null} value */
function plain(value) {
  const [, sign, whole, fraction] = /^([+-]?)(\d+)(\.\d+)?$/.exec(value ?? "") ?? [];
  if (whole === undefined) return null;
  const written = whole.replace(/^0+(?=\d)/, "") + (fraction ?? "");
  return sign === "-" && /[1-9]/.test(written) ? `-${written}` : written;
}
