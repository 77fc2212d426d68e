/** Puts notes into words. */

import { TEXTS } from "./texts.js";

/** @returns {string} the words for `code`, with `values` filled in */
export function say(language, code, values = {}) {
  return TEXTS[code][language].replace(/\{(\w+)\}/g, (place, name) =>
    Object.hasOwn(values, name) ? String(values[name]) : place,
  );
}

/** @returns {string} a note in words, with its place in front */
export function sayNote(language, { code, at, values }) {
  const words = say(language, code, values);
  return at === "" ? words : `${at}${say(language, "colon")}${words}`;
}
