/** The three conditions on a sample: packages beyond T, packages beyond 2T, the average. */
import { FAIL, PASS, UNDETERMINED } from "../verdicts.js";
import { T2 } from "./statistics.js";

/**
 * The packages of `lot` judged by `plan` with T = `limit.once`. Packages whose net content rests on a mean tare that may not
 * be used are open: they convict nobody.
 */
export class ContentTest {
  /** @param {import("./plan.js").Plan} plan @param {import("./statistics.js").Lot} lot @param {import("./deficiency.js").Tolerable} limit */
  constructor(plan, lot, limit) {
    this.lot = lot;
    this.limit = limit;
    this.counts = lot.counts(limit.once, limit.twice);
    this.plan = plan.reached(this.counts.classes);
    this.averaged = plan.averaged === null ? lot : lot.first(plan.averaged);
    this.averageOk = averageOk(plan, this.averaged);
    this.complete = lot.measured >= this.plan.sample;
    /** Whether the whole sample is measured, with tares that may be used. */
    this.settled = this.complete && lot.contents.barred.size === 0;
    this.defective = this.plan.defective(this.plan.counted(this.counts.classes));
    const allowed = this.plan.t1Allowed;
    /** Whether more are defective than the plan allows, as far as the limit is known. */
    this.tooMany = allowed !== null && this.defective > allowed;
    const sure = this.plan.defective(this.plan.counted(this.counts.sure));
    /** The same without packages whose tare is unfit; never where the number allowed is not known. */
    this.surelyTooMany = allowed !== null && !this.plan.open && sure > allowed;
  }

  /** A count that is exceeded stays so whatever is measured later; the average needs the whole sample. */
  get verdict() {
    const { t2Allowed } = this.plan;
    const t2Exceeded = t2Allowed !== null && this.counts.sure.filter((one) => one === T2).length > t2Allowed;
    if (t2Exceeded || this.surelyTooMany) return FAIL;
    if (!this.settled) return UNDETERMINED;
    if (this.averageOk === false) return FAIL;
    return this.tooMany ? UNDETERMINED : PASS;
  }
}

/** Whether mean + lambda * s reaches the nominal content; squares are compared, no root is taken. */
function averageOk({ factor }, { mean, nominal, variance }) {
  if (!factor || !mean || (!variance && !factor.isZero())) return null;
  const short = nominal.minus(mean);
  if (short.n <= 0n || factor.isZero()) return short.n <= 0n;
  return short.times(short).isAtMost(factor.times(factor).times(variance));
}
