/**
 * Paths into a record: lists of segments. A segment `@<key>` is a row of a list; rows stand in the order of their keys.
 * @typedef {string[]} Path
 */

/** @param {string} segment */
export const isRow = (segment) => segment.startsWith("@");

/** One text for one path, to look it up by. @param {Path} path */
export const text = (path) => JSON.stringify(path);

/** @param {string} value @returns {Path} */
export const fromText = (value) => JSON.parse(value);

/** Whether `path` lies at or below `above`. @param {Path} path @param {Path} above */
export const isBelow = (path, above) => path.length >= above.length && above.every((segment, i) => segment === path[i]);

/** Compare text by code point, as the server does. @param {string} a @param {string} b */
export function compareText(a, b) {
  if (a === b) return 0;
  const [left, right] = [Array.from(a), Array.from(b)];
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i += 1) {
    if (left[i] !== right[i]) return left[i].codePointAt(0) - right[i].codePointAt(0);
  }
  return left.length - right.length;
}

/** Compare segment by segment; the shorter of two that agree comes first. @param {Path} a @param {Path} b */
export function comparePaths(a, b) {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const order = compareText(a[i], b[i]);
    if (order) return order;
  }
  return a.length - b.length;
}
