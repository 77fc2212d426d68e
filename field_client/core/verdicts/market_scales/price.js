/** Price computing: weight times unit price, to the nearest price step. */
import { exact, plain, power, Rational, rounded } from "../quantities.js";
import { FAIL, passes } from "../verdicts.js";

const MOST_ROWS = 200;

/**
 * `expected` (rounded half up) and `result` of each row; either side of an exact tie passes.
 * @param {import("../judgement.js").Judgement} judgement @param {import("../reading.js").Reading} instrument
 */
export const judgePrice = (judgement, instrument) => instrument.rows("price", MOST_ROWS).map((row) => judge(judgement, row));

function judge(judgement, row) {
  const rule = judgement.rows("price")[0];
  const weight = row.quantity("weight_kg", { required: true });
  const price = weight.times(row.quantity("unit_price", { required: true }));
  const displayed = row.quantity("displayed", { required: true, signed: true });
  const expected = rounded(price, rule.places, rule.rounding);
  const halfStep = exact("0.5").over(new Rational(power(rule.places)));
  const isHalf = (value) => value.minus(price).absolute().equals(halfStep);
  const result = passes(displayed.equals(expected) || (isHalf(expected) && isHalf(displayed)));
  if (result === FAIL) judgement.find("price_wrong", row.at, { expected, displayed }, { table: "price" });
  return { expected: plain(expected), result };
}
