/**
 * The order of the form: what is read by a person stands as it was asked, not by the names of the fields.
 * @typedef {import("./forms.js").Section} Section
 */
import { fieldPath } from "./forms.js";
import { compareText, isRow, text } from "./paths.js";

/**
 * Compares two paths of the record: as the form has them, rows in the order of their keys, what the form does not have last.
 * @param {Section[]} sections of the form
 * @param {(section: Section) => string[]} codes of a checklist, in their order
 * @returns {(a: string[], b: string[]) => number}
 */
export function formOrder(sections, codes) {
  const ranks = new Map();
  for (const place of places(sections, codes, [])) {
    for (let n = 1; n <= place.length; n += 1) {
      const begin = text(place.slice(0, n));
      if (!ranks.has(begin)) ranks.set(begin, ranks.size);
    }
  }
  const rank = (path, n) => ranks.get(text(path.slice(0, n).filter((one) => !isRow(one)))) ?? ranks.size;
  return (a, b) => {
    const at = a.findIndex((segment, i) => segment !== b[i]);
    if (at < 0) return a.length - b.length;
    if (at === b.length) return 1;
    const order = isRow(a[at]) && isRow(b[at]) ? 0 : rank(a, at + 1) - rank(b, at + 1);
    return order || compareText(a[at], b[at]);
  };
}

/** Every place of the form without its rows, as it is asked. */
const places = (sections, codes, above) => sections.flatMap((section) => {
  const at = [...above, ...section.path];
  if (section.sections) return places(section.sections, codes, at);
  if (section.kind === "checklist") return codes(section).map((code) => [...at, code]);
  return (section.fields ?? []).map((field) => fieldPath(at, field));
});
