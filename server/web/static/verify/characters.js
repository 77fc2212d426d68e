/** Which texts the protocol allows: NFC, no control characters, no white space at either end. */

import { DrawError } from "./notes.js";

export const IDENTIFIER_LENGTH = 100;
export const TEXT_LENGTH = 1000;
const SHOWN = 100;

const WHITE_SPACE = " \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff";
const FORBIDDEN = "\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff";
const BAD_CHARACTER = new RegExp(`[${FORBIDDEN}]`, "u");
const BAD_EDGE = new RegExp(`^[${WHITE_SPACE}]|[${WHITE_SPACE}]$`, "u");

/** @returns {string|null} the code of the first rule that `value` breaks, or null */
export function textFault(value, length) {
  if (typeof value !== "string") return "text_expected";
  if (value === "") return "text_empty";
  if (value.length > length && [...value].length > length) return "text_long";
  if (BAD_CHARACTER.test(value)) return "text_control";
  if (BAD_EDGE.test(value)) return "text_edge";
  if (value.normalize("NFC") !== value) return "text_not_nfc";
  return null;
}

/** @returns {string} `value` when it is a sound text of at most `length` characters; throws DrawError otherwise */
export function checkText(value, at, length) {
  const fault = textFault(value, length);
  if (fault !== null) throw new DrawError(fault, at, { text: shown(value), max: length });
  return value;
}

/** @returns {string} `value` made fit for a message */
export function shown(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? String(value);
  const safe = [...text.slice(0, 4 * SHOWN)].map(escaped);
  return safe.length <= SHOWN && text.length <= 4 * SHOWN ? safe.join("") : `${safe.slice(0, SHOWN - 1).join("")}…`;
}

/** @returns {string} the text of a file: UTF-8 without byte order mark, in NFC */
export function decode(bytes, at) {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) throw new DrawError("file_bom", at);
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new DrawError("file_not_utf8", at);
  }
  if (text.normalize("NFC") !== text) throw new DrawError("file_not_nfc", at);
  return text;
}

/** Order by code points, which is the order of the UTF-8 bytes; `<` on strings orders UTF-16 units instead. */
export function compareText(one, other) {
  const end = Math.min(one.length, other.length);
  for (let i = 0; i < end; i += 1) {
    const a = one.charCodeAt(i);
    const b = other.charCodeAt(i);
    if (a !== b) return rank(a) - rank(b);
  }
  return one.length - other.length;
}

/** Surrogates stand for code points above all others, but their units lie below U+E000 to U+FFFF. */
function rank(unit) {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

function escaped(character) {
  if (!BAD_CHARACTER.test(character)) return character;
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
