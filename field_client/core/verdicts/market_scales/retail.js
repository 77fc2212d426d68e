/** Goods weighed again 零售商品称重: the shortage against the negative deviation of Order 66, annex 1. */
import { pick } from "../bands.js";
import { RecordError } from "../errors.js";
import { exact, plain } from "../quantities.js";
import { FAIL, NOT_JUDGED, passes, worst } from "../verdicts.js";
import { Scale } from "./scale.js";

const CATEGORIES = ["A", "B", "C", "D"];
const SAME = "same_instrument";
const METHODS = ["higher_accuracy", SAME, "equal_accuracy"];
const MOST_ROWS = 500;

/**
 * `limit_g`, `allowed_g`, `shortage_g`, `result` of each row; beyond the annex there is no limit. With `weights_g`, the reading
 * of the same scale under weights equal to the weight paid for, `weights_difference_g`; with the `instrument` that sold the
 * goods `scale_mpe_g` and `scale_result`, whether it is fine enough for them.
 * @param {import("../judgement.js").Judgement} judgement @param {import("../reading.js").Reading[]} instruments @param {string | null} stage
 */
export const judgeRetail = (judgement, instruments, stage) =>
  judgement.record.rows("retail", MOST_ROWS).map((row) => judge(judgement, row, instruments, stage));

function judge(judgement, row, instruments, stage) {
  row.text("goods");
  const category = row.choice("category", CATEGORIES, { required: true });
  const settled = row.quantity("settled_g", { required: true, positive: true });
  const shortage = settled.minus(row.quantity("checked_g", { required: true }));
  const method = row.choice("method", METHODS, { required: true });
  const difference = method === SAME ? (row.quantity("weights_g")?.minus(settled) ?? null) : null;
  const scale = scaleOf(row, instruments);
  const figure = { limit_g: null, allowed_g: null, shortage_g: plain(shortage), result: NOT_JUDGED };
  if (difference) figure.weights_difference_g = plain(difference);
  const band = pick(judgement.rows("retail"), settled, { category });
  if (!band) {
    judgement.find("outside_annex", row.at, { settled, category }, { table: "retail" });
    return figure;
  }
  const { factor } = judgement.rows("retail_method").find((one) => one.method === method);
  const limit = exact(band.limit_g);
  const allowed = limit.times(exact(factor));
  const result = passes(shortage.isAtMost(allowed));
  if (result === FAIL) judgement.find("retail_shortage", row.at, { settled, shortage, allowed }, { table: "retail" });
  const results = difference ? [result, judgeWeights(judgement, row, difference, limit)] : [result];
  const fine = scale ? judgeScale(judgement, row, scale, settled, limit, stage) : {};
  return { ...figure, ...fine, limit_g: plain(limit), allowed_g: plain(allowed), result: worst(results) };
}

/** Order 66 art. 6(1): with weights equal to the weight paid for the scale may not read too high either. */
function judgeWeights(judgement, row, difference, limit) {
  const result = passes(difference.isAtMost(limit));
  if (result === FAIL) judgement.find("retail_scale_high", row.path("weights_g"), { difference, limit }, { table: "retail_method" });
  return result;
}

function scaleOf(row, instruments) {
  const serial = row.text("instrument");
  if (serial === null) return null;
  const found = instruments.find((one) => one.text("serial") === serial);
  if (found) return new Scale(found);
  throw new RecordError("not_a_choice", row.path("instrument"), { choices: instruments.map((one) => one.text("serial") ?? "").join(", ") });
}

/** Order 66 art. 3: the error allowed to the scale may not be greater than the deviation allowed to the goods. */
function judgeScale(judgement, row, scale, settled, limit, stage) {
  if (!scale.e || !scale.unit || !scale.accuracyClass) return { scale_mpe_g: null, scale_result: NOT_JUDGED };
  const mpe = scale.mpe(judgement, settled.over(scale.gram), stage);
  if (!mpe) return { scale_mpe_g: null, scale_result: NOT_JUDGED };
  const grams = mpe.times(scale.gram);
  const result = passes(grams.isAtMost(limit));
  if (result === FAIL) judgement.find("scale_too_coarse", row.path("instrument"), { mpe: grams, limit });
  return { scale_mpe_g: plain(grams), scale_result: result };
}
