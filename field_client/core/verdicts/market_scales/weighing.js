/** Errors of indication: exact with the changeover method 闪变点法, an interval of one e without it. */
import { plain, Rational, ZERO } from "../quantities.js";
import { FAIL, NOT_JUDGED, PASS, UNDETERMINED } from "../verdicts.js";

const TWO = Rational.of(2);
/** An indication of ten times or a tenth of the load is more likely in another unit than on the scale. */
const FAR = Rational.of(10);

/** The values that an error may have, both ends included; one value when `low` equals `high`. */
export class Span {
  /** @param {Rational} low @param {Rational} high */
  constructor(low, high) {
    this.low = low;
    this.high = high;
  }

  get known() {
    return this.low.equals(this.high);
  }

  /** @param {Span} other */
  minus(other) {
    return new Span(this.low.minus(other.high), this.high.minus(other.low));
  }

  /** pass when all of it lies within the limit (which itself passes), fail when none of it does. @param {Rational | null} limit */
  judged(limit) {
    if (!limit) return NOT_JUDGED;
    const below = limit.negative();
    if (below.isAtMost(this.low) && this.high.isAtMost(limit)) return PASS;
    if (this.low.isAbove(limit) || below.isAbove(this.high)) return FAIL;
    return UNDETERMINED;
  }

  text() {
    return this.known ? plain(this.low) : `${plain(this.low)} ~ ${plain(this.high)}`;
  }

  /** Both ends as text, null when they are one. */
  interval() {
    return this.known ? null : [plain(this.low), plain(this.high)];
  }

  /** The value as text, null when only an interval is known. */
  value() {
    return this.known ? plain(this.low) : null;
  }
}

export const NO_ERROR = new Span(ZERO, ZERO);

/** A limit as it stands in the figures. @param {Rational | null} limit */
export const limitText = (limit) => limit && plain(limit);

/** One weighing: its load, the error E of the indication and the corrected error Ec = E - E0. */
export class Weighing {
  /** E = indication + e/2 - added - load; without `added` the e/2 may stand on either side (R 76-1 A.4.4.3). */
  constructor(judgement, row, scale, zero = NO_ERROR) {
    this.at = row.at;
    this.load = row.quantity("load", { required: true });
    this.indication = row.quantity("indication", { required: true, signed: true });
    const added = row.quantity("added", { signed: true });
    this.error = span(this.indication.minus(this.load), scale.e.over(TWO), added);
    this.corrected = this.error.minus(zero);
    this.#check(judgement, row, scale, added);
  }

  #check(judgement, row, scale, added) {
    const { e, max, unit } = scale;
    if (added && (added.n < 0n || added.isAbove(e))) judgement.find("added_outside_interval", row.path("added"), { added, e });
    if (max && this.load.isAbove(max)) judgement.find("load_above_max", row.path("load"), { load: this.load, max, unit });
    const d = scale.d ?? e;
    const { indication, load } = this;
    if (!load.isZero() && (indication.times(FAR).isAtMost(load) || load.times(FAR).isAtMost(indication))) {
      judgement.find("indication_implausible", row.path("indication"), { indication, load, unit });
    }
    if (!indication.modulo(d).isZero()) judgement.find("indication_off_scale", row.path("indication"), { indication, d });
  }

  /** `error` and `corrected_error` are null when only their interval is known. @param {Rational | null} limit @param {string} result */
  figure(limit, result) {
    const { error, corrected } = this;
    return { error: error.value(), corrected_error: corrected.value(), interval: corrected.interval(), mpe: limitText(limit), result };
  }
}

function span(difference, half, added) {
  if (!added) return new Span(difference.minus(half), difference.plus(half));
  const error = difference.plus(half).minus(added);
  return new Span(error, error);
}
