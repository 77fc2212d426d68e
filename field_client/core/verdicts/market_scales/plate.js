/** The plate: whether class, e, Max and Min fit together (R 76-1 table 3). */
import { holds } from "../bands.js";
import { exact } from "../quantities.js";

/**
 * Asks back when the plate does not fit the table, and says so when d is not e. A plate that does not fit is as often
 * mistyped as it is wrong, so it decides nothing by itself.
 * @param {import("../judgement.js").Judgement} judgement @param {import("./scale.js").Scale} scale
 */
export function judgePlate(judgement, scale) {
  const { at, accuracyClass, unit, max, min, e, d } = scale;
  if (d && e && !d.equals(e)) judgement.find("d_differs_from_e", `${at}/d`, { d, e });
  if (!accuracyClass || !e || !unit) return;
  const rows = judgement.rows("plate").filter((row) => row.accuracy_class === accuracyClass);
  const row = rows.find((one) => holds(one, e.times(scale.gram), "e_"));
  if (row && fits(row, scale)) return;
  judgement.find("plate_inconsistent", at, { accuracy_class: accuracyClass, e, max, min, unit }, { table: "plate" });
}

function fits(row, { min, max, e }) {
  if (min && exact(row.min_e).times(e).isAbove(min)) return false;
  if (!max) return true;
  const n = max.over(e);
  return exact(row.n_min).isAtMost(n) && (row.n_max === null || n.isAtMost(exact(row.n_max)));
}
