/** Which files a bundle has, and how large each may be in a browser. */

import { BundleError, DrawError } from "./notes.js";

/** @type {Object<string, number>} the largest size in bytes of each file */
export const LIMITS = {
  "entropy.txt": 8_000,
  "frame.tsv": 80_000_000,
  "recusals.tsv": 20_000_000,
  "result.json": 40_000_000,
  "roster.tsv": 10_000_000,
  "rule.json": 4_000_000,
  "secret.txt": 1_000,
};
export const FILES = Object.keys(LIMITS);
export const BUNDLE_LIMIT = Object.values(LIMITS).reduce((sum, size) => sum + size, 65_536);

/** Throws DrawError unless `names` are exactly the seven files. */
export function checkNames(names) {
  const missing = FILES.find((name) => !names.includes(name));
  if (missing !== undefined) throw new DrawError("file_missing", missing);
  const extra = names.find((name) => !FILES.includes(name));
  if (extra !== undefined) throw new DrawError("file_extra", extra.slice(0, 100));
}

/** Throws BundleError when a file is larger than a browser should hold. */
export function checkSize(name, size) {
  if (size > LIMITS[name]) throw new BundleError("file_huge", name, { max: LIMITS[name] });
}
