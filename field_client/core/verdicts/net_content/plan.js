/** The sampling plan: how many packages of a lot are measured and what is asked of them. */
import { pick } from "../bands.js";
import { RecordError } from "../errors.js";
import { exact, Rational } from "../quantities.js";

const LARGEST_LOT = 10 ** 9;
export const MOST_PACKAGES = 5000;

/**
 * `sample` packages; `factor` is lambda, null when the plan has no average test for the lot.
 * @typedef {{sample: number, factor: Rational | null, t1Allowed: number, t2Allowed: number}} Plan
 */

/** The plan for the record's lot; null for a record without lot and packages. @param {import("../judgement.js").Judgement} judgement @returns {Plan | null} */
export function requiredSample(judgement) {
  const { record } = judgement;
  const packages = record.items("packages", MOST_PACKAGES);
  const given = record.part("lot", { required: packages.length > 0 });
  if (!given) return null;
  const size = given.whole("size", 1, LARGEST_LOT, { required: true });
  if (packages.length > size) throw new RecordError("more_than_lot", "packages", { lot: String(size) });
  const row = pick(judgement.rows("sampling_plan"), Rational.of(size));
  const factor = row.lambda === null ? null : exact(row.lambda);
  return { sample: row.sample ?? size, factor, t1Allowed: row.t1_allowed, t2Allowed: row.t2_allowed };
}
