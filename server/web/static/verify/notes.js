/**
 * A statement about a bundle: a code (words in texts.js), the place it is about, and values.
 * @typedef {{code: string, at: string, values: Object<string, string|number>}} Note
 */

/** @returns {Note} */
export function note(code, at = "", values = {}) {
  return { code, at, values };
}

/** Input that the protocol does not allow. Carries its note. */
export class DrawError extends Error {
  constructor(code, at = "", values = {}) {
    super(code);
    this.name = "DrawError";
    this.note = note(code, at, values);
  }
}

/** There is no bundle to check: damaged, hostile, or larger than a browser should hold. */
export class BundleError extends DrawError {}
