/** The findings on the contents of a sample. */
import { HINT } from "../findings.js";
import { plain, rounded } from "../quantities.js";
import { ContentTest } from "./content_test.js";
import { tolerances } from "./deficiency.js";

/**
 * Add the findings; what does not convict yet, because packages or tares are missing, is a hint.
 * @param {import("../judgement.js").Judgement} judgement @param {import("./product.js").Product} product @param {ContentTest} test
 */
export function findContent(judgement, product, test) {
  findT2(judgement, test);
  findT1(judgement, test);
  findAverage(judgement, test);
  findSample(judgement, test);
  findRounding(judgement, product, test);
}

function findT2(judgement, { lot, counts, limit, plan }) {
  if (plan.t2Allowed === null) return;
  for (const i of counts.t2At) {
    const values = { net: lot.net(i), deficiency: lot.deficiency(i), limit: limit.twice };
    const severity = lot.contents.barred.has(i) ? HINT : null;
    judgement.find("t2_exceeded", `packages/${i}`, values, { table: "deficiency", severity });
  }
}

function findT1(judgement, { tooMany, surelyTooMany, defective, plan, limit }) {
  if (!tooMany) return;
  const values = { count: String(defective), t: limit.once };
  if (plan.open) {
    judgement.find("t1_allowed_unknown", "packages", values, { table: "sampling_plan" });
    return;
  }
  const severity = surelyTooMany ? null : HINT;
  judgement.find("t1_count_exceeded", "packages", { ...values, allowed: String(plan.t1Allowed) }, { table: "sampling_plan", severity });
}

function findAverage(judgement, { averaged: lot, plan, averageOk, settled }) {
  if (lot.measured === 0) return;
  const values = { mean: plain(rounded(lot.mean, 6)), nominal: lot.nominal };
  if (averageOk === false) {
    const all = { ...values, s: lot.s ? plain(lot.s) : "", lambda: plan.factor };
    judgement.find("average_short", "packages", all, { table: "sampling_plan", severity: settled ? null : HINT });
  }
  if (!plan.factor && lot.nominal.isAbove(lot.mean)) {
    judgement.find("no_average_test", "lot/size", values, { table: "sampling_plan" });
  }
}

function findSample(judgement, { lot, plan, complete }) {
  if (lot.measured !== plan.sample) {
    const values = { measured: String(lot.measured), required: String(plan.sample) };
    judgement.find(complete ? "sample_too_large" : "sample_too_small", "packages", values, { table: "sampling_plan" });
  }
  for (const i of lot.implausible()) {
    judgement.find("package_implausible", `packages/${i}`, { net: lot.net(i), nominal: lot.nominal });
  }
}

/** Says so when another way of rounding T would lead to another verdict. */
function findRounding(judgement, product, test) {
  const verdicts = tolerances(judgement, product).map(([rounding, limit]) => [
    rounding,
    limit.once.equals(test.limit.once) && limit.twice.equals(test.limit.twice) ? test.verdict : new ContentTest(test.plan, test.lot, limit).verdict,
  ]);
  if (verdicts.every(([, verdict]) => verdict === test.verdict)) return;
  judgement.find("t_rounding_decides", "options/t_rounding", Object.fromEntries(verdicts), { table: "rounding" });
}
