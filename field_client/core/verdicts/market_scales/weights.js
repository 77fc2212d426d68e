/** The standard weights: their errors may use up at most one third of the mpe of the scale (R 76-1 3.7.1). */
import { RecordError } from "../errors.js";
import { exact, plain, Rational, ZERO } from "../quantities.js";
import { NOT_JUDGED, PASS, UNDETERMINED, worst } from "../verdicts.js";

const MOST_WEIGHTS = 100;
const MILLIGRAM = new Rational(1n, 1000n);

/** The kinds of weight at hand, `nominal` and `mpe` in grams, the largest first. */
export class Weights {
  /** Those of the record's `weights`; none when it does not say. @param {import("../judgement.js").Judgement} judgement */
  constructor(judgement) {
    const kinds = judgement.record.rows("weights", MOST_WEIGHTS).map((row) => kind(judgement, row));
    this.kinds = kinds.sort((a, b) => b.nominal.compare(a.nominal) || a.mpe.compare(b.mpe));
  }

  /** The mpe in grams of a load made of as few weights as possible; null when it cannot be made of them. @param {Rational} load */
  errorOf(load) {
    let [error, rest] = [ZERO, load];
    for (const { nominal, mpe } of this.kinds) {
      const share = rest.over(nominal);
      const pieces = new Rational(share.n / share.d);
      error = error.plus(pieces.times(mpe));
      rest = rest.minus(pieces.times(nominal));
    }
    return rest.isZero() ? error : null;
  }

  /** `undetermined` as soon as one load was made of weights that are too coarse for it. */
  judge(judgement, scale, stage, weighings) {
    if (!this.kinds.length) return NOT_JUDGED;
    const divisor = exact(judgement.rows("weights_rule")[0].divisor);
    return worst(weighings.flatMap((weighing) => this.#judge(judgement, scale, stage, weighing, divisor)));
  }

  #judge(judgement, scale, stage, { load, at }, divisor) {
    const limit = scale.mpe(judgement, load, stage);
    const error = this.errorOf(load.times(scale.gram));
    if (!limit || !error) return [];
    const grams = limit.times(scale.gram);
    if (error.times(divisor).isAtMost(grams)) return [PASS];
    const values = { load, unit: scale.unit, error_g: error, allowed_g: plain(grams.over(divisor)) };
    judgement.find("weights_too_coarse", at, values, { table: "weights_rule" });
    return [UNDETERMINED];
  }
}

function kind(judgement, row) {
  const table = judgement.rows("weights");
  const accuracyClass = row.choice("accuracy_class", [...new Set(table.map((one) => one.accuracy_class))], { required: true });
  const nominal = row.quantity("nominal", { required: true, positive: true });
  const ofClass = table.filter((one) => one.accuracy_class === accuracyClass);
  const known = ofClass.find((one) => exact(one.nominal).equals(nominal));
  if (!known) throw new RecordError("not_a_choice", row.path("nominal"), { choices: ofClass.map((one) => one.nominal).join(", ") });
  return { nominal, mpe: exact(known.mpe_mg).times(MILLIGRAM) };
}
