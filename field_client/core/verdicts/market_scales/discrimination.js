/** Discrimination 鉴别力: a load of 1.4 d laid gently on a scale at rest must be seen. */
import { exact, plain } from "../quantities.js";
import { FAIL, passes } from "../verdicts.js";

const MOST_ROWS = 200;

/**
 * `extra`, the load to be added, `expected` and `result` of each row: the indication `after` the extra load must be at least
 * one d above the `indication` before.
 * @param {import("../judgement.js").Judgement} judgement @param {import("../reading.js").Reading} instrument @param {import("./scale.js").Scale} scale
 */
export const judgeDiscrimination = (judgement, instrument, scale) =>
  instrument.rows("discrimination", MOST_ROWS).map((row) => judge(judgement, row, scale));

function judge(judgement, row, { d, e, unit }) {
  const [rule] = judgement.rows("discrimination");
  const step = d ?? e;
  row.quantity("load", { required: true });
  const expected = row.quantity("indication", { required: true, signed: true }).plus(exact(rule.rise_d).times(step));
  const after = row.quantity("after", { required: true, signed: true });
  const result = passes(expected.isAtMost(after));
  if (result === FAIL) judgement.find("discrimination_insufficient", row.at, { after, expected, unit }, { table: "discrimination" });
  return { extra: plain(exact(rule.extra_d).times(step)), expected: plain(expected), result };
}
