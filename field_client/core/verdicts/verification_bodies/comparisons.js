/** Comparisons between laboratories 计量比对: En = (value - reference) / root of the uncertainties' squares. */
import { RecordError } from "../errors.js";
import { exact, plain, root, ZERO } from "../quantities.js";
import { FAIL, PASS } from "../verdicts.js";

export const INDEPENDENT = "independent";
export const FORMS = [INDEPENDENT, "contributing"];
const MOST_COMPARISONS = 500;
export const [SATISFACTORY, UNSATISFACTORY] = ["satisfactory", "unsatisfactory"];
export const VERDICTS = { [SATISFACTORY]: PASS, [UNSATISFACTORY]: FAIL };

/** `item`, `en` (2 decimals) and `result` of each row; |En| = 1 is satisfactory. @param {import("../judgement.js").Judgement} judgement */
export const judgeComparisons = (judgement) =>
  judgement.record.rows("comparisons", MOST_COMPARISONS).map((row) => judge(judgement, row));

function judge(judgement, row) {
  const item = row.text("item");
  const quantity = (key) => row.quantity(key, { required: true, signed: true });
  const difference = quantity("value").minus(quantity("reference"));
  const square = squareOf(judgement, row);
  const { limit, en, within } = normalised(judgement, difference, square);
  if (!within) judgement.find("comparison_unsatisfactory", row.at, { en, limit }, { table: "comparison" });
  return { item, en, result: within ? SATISFACTORY : UNSATISFACTORY };
}

/** The limit of |En|, En with 2 decimals, and whether it is within; `square` is that of the uncertainty. */
export function normalised(judgement, difference, square) {
  const limit = exact(judgement.rows("comparison")[0].limit);
  const own = difference.times(difference);
  const size = root(own.over(square), 2);
  const en = plain(difference.n < 0n ? size.negative() : size);
  return { limit, en, within: own.isAtMost(limit.times(limit).times(square)) };
}

/** Whether the square of the reference's uncertainty is added (1) or taken off (-1). */
export const referenceCounts = (judgement, form) =>
  exact(judgement.rows("comparison_form").find((one) => one.form === form).reference_counts);

/** The reference's uncertainty adds to the laboratory's, or is taken off when the value entered the reference. */
function squareOf(judgement, row) {
  const own = row.quantity("uncertainty", { required: true });
  const reference = row.quantity("reference_uncertainty", { required: true });
  const stability = row.quantity("stability_uncertainty") ?? ZERO;
  const form = row.choice("form", FORMS, { required: true });
  const counts = referenceCounts(judgement, form);
  const square = own.times(own).plus(stability.times(stability)).plus(counts.times(reference).times(reference));
  if (square.n <= 0n) throw new RecordError("uncertainty_impossible", row.path("reference_uncertainty"));
  return square;
}
