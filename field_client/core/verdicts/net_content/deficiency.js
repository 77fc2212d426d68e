/**
 * T, the tolerable deficiency 允许短缺量 of one package, and 2T: the double of the rounded T, or where the rule says so the
 * double, rounded.
 * @typedef {{once: import("../quantities.js").Rational, twice: import("../quantities.js").Rational}} Tolerable
 */
import { pick } from "../bands.js";
import { exact, Rational, rounded, roundedUp, ROUNDINGS } from "../quantities.js";

const RAW = "raw";
const TWO = Rational.of(2);

/**
 * T in the unit of the product; null beyond the end of the table.
 * @param {import("../judgement.js").Judgement} judgement @param {import("./product.js").Product} product @param {string | null} rounding
 * @returns {Tolerable | null}
 */
export function allowedDeficiency(judgement, product, rounding) {
  const row = rowOf(judgement, product);
  if (!row) return null;
  if (row.places === null || product.counted) return round(row, product.nominal, rounding);
  return round(row, product.nominal, rounding ?? judgement.rows("rounding")[0].rounding);
}

/** T by way of rounding, for a T that is rounded at all. @returns {[string, Tolerable][]} */
export function tolerances(judgement, product) {
  const row = rowOf(judgement, product);
  if (!row || row.places === null || product.counted) return [];
  return ROUNDINGS.map((rounding) => [rounding, round(row, product.nominal, rounding)]);
}

function rowOf(judgement, { kind, nominal }) {
  const rows = judgement.rows("deficiency").filter((row) => row.kinds.includes(kind));
  return pick(rows, nominal);
}

function round(row, nominal, rounding) {
  const raw = row.fixed !== null ? exact(row.fixed) : exact(row.share).times(nominal);
  const once = roundOne(row, raw, rounding);
  return { once, twice: row.double === RAW ? roundOne(row, raw.times(TWO), rounding) : once.times(TWO) };
}

function roundOne(row, raw, rounding) {
  if (row.places === null) return raw;
  return row.next_whole ? roundedUp(raw) : rounded(raw, row.places, rounding);
}
