/**
 * Values that may be slips: the tablet asks, and never refuses. The bounds are plain sense, not those of any norm.
 *
 * A rule names the place of a value (`*` is any row) and what is usual: `from` and `to`; or `least` and `most` times the value
 * at `of`; or at most `apart` from the value at `of`; or a multiple of `step`, or of the value at `step_of`, because the instrument
 * shows nothing between. Stars of `of` and `step_of` stand for the same rows.
 * @typedef {{at: string, from?: string, to?: string, of?: string, least?: string, most?: string, apart?: string, step?: string,
 *   step_of?: string}} Rule
 * @typedef {{at: string, code: "far" | "unusual" | "between", values: Record<string, string>}} Doubt
 */
import { exact, scaled } from "./quantities.js";

/** @param {Rule[]} rules @param {any} record @returns {Doubt[]} */
export const doubts = (rules, record) => rules.flatMap((rule) => places(record, rule.at.split("/")).flatMap((path) => doubt(rule, record, path)));

function doubt(rule, record, path) {
  const value = quantity(record, path);
  if (!value) return [];
  const at = path.join("/");
  if (rule.step !== undefined || rule.step_of !== undefined) return between(rule, record, path, value);
  if (rule.of === undefined) {
    const usual = !exact(rule.from).isAbove(value) && value.isAtMost(exact(rule.to));
    return usual ? [] : [{ at, code: "unusual", values: { from: rule.from, to: rule.to } }];
  }
  const way = same(rule.of.split("/"), path);
  const other = quantity(record, way);
  if (!other || isNear(rule, value, other)) return [];
  return [{ at, code: "far", values: { value: read(record, path), other: read(record, way) } }];
}

function between({ step, step_of: stepOf }, record, path, value) {
  const shown = step ?? read(record, same(stepOf.split("/"), path));
  const interval = scaled(shown) ? exact(shown) : null;
  if (!interval || interval.n <= 0n || value.modulo(interval).isZero()) return [];
  return [{ at: path.join("/"), code: "between", values: { step: shown } }];
}

function isNear({ least, most, apart }, value, other) {
  if (apart !== undefined) return value.minus(other).absolute().isAtMost(exact(apart));
  if (other.isZero()) return true;
  return !exact(least).times(other).isAbove(value) && value.isAtMost(exact(most).times(other));
}

/** The paths of the record that a pattern covers. @returns {string[][]} */
function places(part, [head, ...rest], before = []) {
  if (head === undefined) return [before];
  if (typeof part !== "object" || part === null) return [];
  const keys = head === "*" ? (Array.isArray(part) ? Object.keys(part) : []) : [head];
  return keys.flatMap((key) => places(part[key], rest, [...before, key]));
}

/** A pattern with the rows of `path` in place of its stars. */
function same(pattern, path) {
  const rows = path.filter((segment) => /^\d+$/.test(segment));
  return pattern.map((segment) => (segment === "*" ? rows.shift() : segment));
}

const read = (record, path) => path.reduce((part, key) => part?.[key], record);

const quantity = (record, path) => {
  const value = read(record, path);
  return scaled(value) ? exact(value) : null;
};
