/**
 * A record out of its fields: parts within parts, lists in the order of their row keys.
 */
import { compareText, isRow } from "./paths.js";

/**
 * @param {{path: string[], value: unknown}[]} fields without those that are empty
 * @returns {Record<string, unknown>}
 */
export function build(fields) {
  const root = new Map();
  for (const { path, value } of fields) {
    let part = root;
    for (const segment of path.slice(0, -1)) {
      if (!(part.get(segment) instanceof Map)) part.set(segment, new Map());
      part = part.get(segment);
    }
    const last = path[path.length - 1];
    if (!(part.get(last) instanceof Map)) part.set(last, value);
  }
  return /** @type {Record<string, unknown>} */ (plain(root, false));
}

/** @param {unknown} part @param {boolean} inside */
function plain(part, inside) {
  if (!(part instanceof Map)) return part;
  const keys = [...part.keys()];
  if (inside && keys.length && keys.every(isRow)) {
    return keys.sort(compareText).map((key) => plain(part.get(key), true));
  }
  return Object.fromEntries(keys.map((key) => [key, plain(part.get(key), true)]));
}
