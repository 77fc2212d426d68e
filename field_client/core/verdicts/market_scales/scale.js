/** A scale under test: its class and intervals, and the error allowed at a load. */
import { pick } from "../bands.js";
import { exact, Rational } from "../quantities.js";

const ACCURACY_CLASSES = ["I", "II", "III", "IIII"];
export const IN_SERVICE = "in_service";
export const STAGES = [IN_SERVICE, "verification"];
const GRAMS = { mg: new Rational(1n, 1000n), g: new Rational(1n), kg: new Rational(1000n), t: new Rational(1000000n) };
const TESTS = ["zero", "weighings", "eccentricity", "repeatability", "key_test", "discrimination"];

/** `max`, `min`, `e` and `d` in the scale's own `unit`; null where the record does not give them. */
export class Scale {
  /**
   * Class, unit and e are needed as soon as anything was weighed on it.
   * @param {import("../reading.js").Reading} instrument
   */
  constructor(instrument) {
    const required = TESTS.some((test) => instrument.has(test));
    this.at = instrument.at;
    this.accuracyClass = instrument.choice("accuracy_class", ACCURACY_CLASSES, { required });
    this.unit = instrument.choice("unit", Object.keys(GRAMS), { required });
    this.max = instrument.quantity("max", { positive: true });
    this.min = instrument.quantity("min");
    this.e = instrument.quantity("e", { required, positive: true });
    this.d = instrument.quantity("d", { positive: true });
  }

  /** Grams in one unit of the scale. */
  get gram() {
    return GRAMS[this.unit];
  }

  /**
   * The error allowed at a load; null above the range of the class.
   * @param {import("../judgement.js").Judgement} judgement @param {Rational} load @param {string} stage
   */
  mpe(judgement, load, stage) {
    const row = pick(judgement.rows("mpe"), load.over(this.e), { accuracy_class: this.accuracyClass });
    if (!row) return null;
    const { factor } = judgement.rows("stage").find((one) => one.stage === stage);
    return exact(row.mpe).times(exact(factor)).times(this.e);
  }
}
