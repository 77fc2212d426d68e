/** Goods weighed again 零售商品称重: the shortage against the negative deviation of Order 66, annex 1. */
import { pick } from "../bands.js";
import { exact, plain } from "../quantities.js";
import { FAIL, NOT_JUDGED, passes } from "../verdicts.js";

const CATEGORIES = ["A", "B", "C", "D"];
const METHODS = ["higher_accuracy", "same_instrument", "equal_accuracy"];
const MOST_ROWS = 500;

/** `limit_g`, `allowed_g`, `shortage_g`, `result` of each row; beyond the annex there is no limit. @param {import("../judgement.js").Judgement} judgement */
export const judgeRetail = (judgement) => judgement.record.rows("retail", MOST_ROWS).map((row) => judge(judgement, row));

function judge(judgement, row) {
  row.text("goods");
  const category = row.choice("category", CATEGORIES, { required: true });
  const settled = row.quantity("settled_g", { required: true, positive: true });
  const shortage = settled.minus(row.quantity("checked_g", { required: true }));
  const method = row.choice("method", METHODS, { required: true });
  const band = pick(judgement.rows("retail"), settled, { category });
  if (!band) {
    judgement.find("outside_annex", row.at, { settled, category }, { table: "retail" });
    return { limit_g: null, allowed_g: null, shortage_g: plain(shortage), result: NOT_JUDGED };
  }
  const { factor } = judgement.rows("retail_method").find((one) => one.method === method);
  const limit = exact(band.limit_g);
  const allowed = limit.times(exact(factor));
  const result = passes(shortage.isAtMost(allowed));
  if (result === FAIL) judgement.find("retail_shortage", row.at, { settled, shortage, allowed }, { table: "retail" });
  return { limit_g: plain(limit), allowed_g: plain(allowed), shortage_g: plain(shortage), result };
}
