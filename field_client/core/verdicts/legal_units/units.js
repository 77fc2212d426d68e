/** Finding units in a text that are not legal, or not written as they should be. */

/**
 * A place in a text, `start` to `end` in characters (code points), and the row of the table that it breaks.
 * @typedef {{rule: any, text: string, start: number, end: number}} Found
 */

/** @type {Map<string, RegExp>} */
const compiled = new Map();

/** Full-width characters, as Chinese input methods write them, are read as their ASCII forms: one character for one. @param {string} text */
const halfWidth = (text) => text.replace(/[\uFF01-\uFF5E]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0));

/** What breaks a rule, in the order of the text; a place inside a longer one counts with that one. @param {string} text @param {any[]} rules @returns {Found[]} */
export function findUnits(text, rules) {
  const read = halfWidth(text);
  const places = rules.flatMap((rule) => [...read.matchAll(pattern(rule.regex))].map((match) => placed(rule, text, match)));
  places.sort((a, b) => a.start - b.start || b.end - a.end);
  let reached = 0;
  return places.filter(({ end }) => {
    const isFurther = end > reached;
    if (isFurther) reached = end;
    return isFurther;
  });
}

function placed(rule, text, match) {
  const start = characters(text.slice(0, match.index));
  const said = text.slice(match.index, match.index + match[0].length);
  return { rule, text: said, start, end: start + characters(said) };
}

/** @param {string} text */
const characters = (text) => [...text].length;

/** @param {string} regex */
function pattern(regex) {
  if (!compiled.has(regex)) compiled.set(regex, new RegExp(regex, "gu"));
  return compiled.get(regex);
}
