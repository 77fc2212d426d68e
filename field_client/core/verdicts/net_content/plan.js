/** The sampling plan: how many packages of a lot are measured and what is asked of them. */
import { pick } from "../bands.js";
import { RecordError } from "../errors.js";
import { exact, Rational } from "../quantities.js";
import { OK, T1 } from "./statistics.js";

const LARGEST_LOT = 10 ** 9;
export const MOST_PACKAGES = 5000;

/**
 * A step of a double plan: of the first `sample` packages at most `accept` may be defective, `reject` decide.
 * @typedef {{sample: number, accept: number, reject: number}} Stage
 */

/**
 * `sample` packages; `factor` is lambda, null when the plan has no average test for the lot. `t1Allowed` and `t2Allowed` are
 * null where the plan does not count such packages; `open` where it does, but the number that it allows is not known.
 * `averaged` packages, the first ones, are in the average test (null: all).
 */
export class Plan {
  /** @param {{sample: number, factor: Rational | null, t1Allowed: number | null, t2Allowed: number | null, open: boolean, averaged: number | null, stages: Stage[]}} values */
  constructor(values) {
    Object.assign(this, values);
  }

  /** The plan at the stage that these packages lead to: a second sample only where the first does not decide. @param {string[]} classes @returns {Plan} */
  reached(classes) {
    if (!this.stages.length) return this;
    const [first, second] = this.stages;
    const found = this.defective(classes.slice(0, first.sample));
    const stage = first.accept < found && found < first.reject ? second : first;
    return new Plan({ ...this, sample: stage.sample, t1Allowed: stage.accept });
  }

  /** How many count as defective: those above T, with those above 2T where the plan has no limit for them. @param {string[]} classes */
  defective(classes) {
    return classes.filter((one) => one === T1 || (this.t2Allowed === null && one !== OK)).length;
  }

  /** The packages in which defective ones are counted. @param {string[]} classes */
  counted(classes) {
    return this.stages.length ? classes.slice(0, this.sample) : classes;
  }
}

/** The plan for the record's lot; null without lot and packages, or where the plan has none. @param {import("../judgement.js").Judgement} judgement @returns {Plan | null} */
export function requiredSample(judgement) {
  const { record } = judgement;
  const packages = record.items("packages", MOST_PACKAGES);
  const given = record.part("lot", { required: packages.length > 0 });
  if (!given) return null;
  const size = given.whole("size", 1, LARGEST_LOT, { required: true });
  if (packages.length > size) throw new RecordError("more_than_lot", "packages", { lot: String(size) });
  const row = pick(judgement.rows("sampling_plan"), Rational.of(size));
  if (!row) {
    judgement.find("outside_plan", given.path("size"), { size: String(size) }, { table: "sampling_plan" });
    return null;
  }
  return planOf(row, size);
}

function planOf(row, size) {
  const share = row.t1_share && exact(row.t1_share).times(Rational.of(size));
  return new Plan({
    sample: row.sample ?? size,
    factor: row.lambda === null ? null : exact(row.lambda),
    t1Allowed: share ? Number(share.n / share.d) : row.t1_allowed,
    t2Allowed: row.t2_allowed,
    open: row.t1_open ?? false,
    averaged: row.mean_sample ?? null,
    stages: row.stages ?? [],
  });
}
