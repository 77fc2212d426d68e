/** The three conditions on a sample: packages beyond T, packages beyond 2T, the average. */
import { FAIL, PASS, UNDETERMINED } from "../verdicts.js";

/**
 * The packages of `lot` judged by `plan` with T = `limit`. Packages whose net content rests on a mean tare that may not be
 * used are open: they convict nobody.
 */
export class ContentTest {
  /** @param {import("./plan.js").Plan} plan @param {import("./statistics.js").Lot} lot @param {import("../quantities.js").Rational} limit */
  constructor(plan, lot, limit) {
    this.plan = plan;
    this.lot = lot;
    this.limit = limit;
    this.counts = lot.counts(limit);
    this.averageOk = averageOk(plan, lot);
    this.complete = lot.measured >= plan.sample;
    /** Whether the whole sample is measured, with tares that may be used. */
    this.settled = this.complete && lot.contents.barred.size === 0;
  }

  /** A count that is exceeded stays so whatever is measured later; the average needs the whole sample. */
  get verdict() {
    const { t1Sure, t2Sure } = this.counts;
    if (t2Sure > this.plan.t2Allowed || t1Sure > this.plan.t1Allowed) return FAIL;
    if (!this.settled) return UNDETERMINED;
    return this.averageOk === false ? FAIL : PASS;
  }
}

/** Whether mean + lambda * s reaches the nominal content; squares are compared, no root is taken. */
function averageOk({ factor }, { mean, nominal, variance }) {
  if (!factor || !variance) return null;
  const short = nominal.minus(mean);
  return short.n <= 0n || short.times(short).isAtMost(factor.times(factor).times(variance));
}
