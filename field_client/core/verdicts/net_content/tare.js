/** Tare 除皮: the mean of a few may stand for all when it is small or scatters little. */
import { exact, plain, Rational, root, rounded, sum } from "../quantities.js";

export const MOST_VALUES = 1000;
const [MEAN, INDIVIDUAL] = ["mean", "individual"];
const ONE = Rational.of(1);

/**
 * `mean` in grams and `square`, the variance, of `count` tares; `branch` says whether the mean may be used. `small`: it may
 * whatever the scatter. A mean that is only stated has no `count`.
 */
export class Tare {
  /** @param {Rational | null} [mean] @param {Rational | null} [square] @param {string | null} [branch] @param {number} [count] @param {boolean} [small] */
  constructor(mean = null, square = null, branch = null, count = 0, small = false) {
    Object.assign(this, { mean, square, branch, count, small });
  }

  get barred() {
    return this.branch === INDIVIDUAL;
  }

  s() {
    return this.square && root(this.square, 6);
  }

  /** `mean`, `s`, `branch`; null for a record without a tare sample. */
  figure() {
    if (!this.mean) return null;
    const s = this.s();
    return { mean: plain(rounded(this.mean, 6)), s: s && plain(s), branch: this.branch };
  }
}

/**
 * The tare sample of a record and the branch of the rule it falls into. The mean may be used when it is at most 10 % of the
 * nominal content, or when the standard deviation of the sample is at most 0.25 T; for a volume both are taken in
 * millilitres of the product.
 * @param {import("../judgement.js").Judgement} judgement @param {import("./product.js").Product} product @param {import("./deficiency.js").Tolerable | null} limit
 */
export function readTare(judgement, product, limit) {
  const given = judgement.record.part("tare");
  const [mean, square] = given ? statistics(given) : [null, null];
  if (!mean) return new Tare();
  const perUnit = product.kind === "volume" && product.density ? product.density : ONE;
  const rule = judgement.rows("tare")[0];
  const small = rule.mean_share === null || mean.isAtMost(exact(rule.mean_share).times(product.nominal).times(perUnit));
  const branch = small || isSteady(square, limit, rule, perUnit) ? MEAN : INDIVIDUAL;
  return new Tare(mean, square, branch, given.items("values", MOST_VALUES).length, small);
}

/**
 * Say when fewer tares were weighed than the rule asks for before their mean stands for all; it decides nothing. More are
 * needed where only the small scatter lets the mean be used. Packages with a tare of their own need none.
 * @param {import("../judgement.js").Judgement} judgement @param {Tare} tare
 */
export function findTareSample(judgement, tare) {
  if (!tare.count || tare.barred || !restsOnMean(judgement)) return;
  const rule = judgement.rows("tare_sample")[0];
  const required = tare.small ? rule.least : rule.scattered;
  if (required === null || tare.count >= required) return;
  judgement.find("tare_sample_small", "tare/values", { measured: String(tare.count), required: String(required) }, { table: "tare_sample" });
}

const isBlank = (value) => value === undefined || value === null || value === "";

const restsOnMean = (judgement) => (judgement.record.get("packages") || []).some((one) => !isBlank(one.gross) && isBlank(one.tare));

function isSteady(square, limit, rule, perUnit) {
  if (!limit || !square || rule.s_share === null) return false;
  const widest = exact(rule.s_share).times(limit.once).times(perUnit);
  return square.isAtMost(widest.times(widest));
}

/** Mean and variance (divisor n - 1) of the values; a mean that is only stated has no variance. */
function statistics(given) {
  const stated = given.quantity("mean");
  const values = given.quantities("values", MOST_VALUES);
  if (!values.length) return [stated && stated.reduced(), null];
  const mean = sum(values).over(Rational.of(values.length)).reduced();
  if (values.length < 2) return [mean, null];
  const off = values.map((value) => value.minus(mean));
  return [mean, sum(off.map((one) => one.times(one))).over(Rational.of(values.length - 1))];
}
