/**
 * A finding: what was found, how grave, where in the record, on what basis, with which values.
 * @typedef {{code: string, severity: string, at: string, basis: {document: string, clause: string, trust: string}[], values: Record<string, string>}} Finding
 */
import { plain, Rational } from "./quantities.js";

export const VIOLATION = "violation";
export const HINT = "hint";
export const ASK = "ask";

/**
 * Quantities among the values become decimal strings.
 * @param {string} code @param {string} severity @param {string} at @param {any[]} basis @param {Record<string, string | Rational | null>} values
 * @returns {Finding}
 */
export function finding(code, severity, at, basis, values) {
  const cited = basis.map(({ document, clause, trust }) => ({ document, clause, trust }));
  const shown = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, show(value)]));
  return { code, severity, at, basis: cited, values: shown };
}

const show = (value) => (value instanceof Rational ? plain(value) : (value ?? ""));
