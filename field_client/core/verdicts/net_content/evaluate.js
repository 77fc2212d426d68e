/** Judging a lot of prepackaged goods: the contents, the label, the checklist. */
import { judgeChecklist } from "../checklist.js";
import { Judgement } from "../judgement.js";
import { plain, rounded, ROUNDINGS } from "../quantities.js";
import { NOT_JUDGED, worst } from "../verdicts.js";
import { findReadings } from "./balance.js";
import { ContentTest } from "./content_test.js";
import { readContents } from "./contents.js";
import { allowedDeficiency } from "./deficiency.js";
import { judgeDrained } from "./drained.js";
import { findContent } from "./found.js";
import { judgeLabel } from "./label.js";
import { findNumbers } from "./numbers.js";
import { requiredSample } from "./plan.js";
import { readProduct } from "./product.js";
import { Lot } from "./statistics.js";
import { findTareSample, readTare } from "./tare.js";

/**
 * The figure `parts` has the verdicts on `content`, `label` and `checklist`, which are reported separately.
 * @param {string} programme @param {unknown} record @param {import("../judgement.js").Tables} tables
 */
export function evaluate(programme, record, tables) {
  const judgement = new Judgement(programme, record, tables);
  const product = readProduct(judgement.record);
  const [content, figures] = judgeContent(judgement, product);
  const label = judgeLabel(judgement, product);
  const checklist = judgeChecklist(judgement, judgement.record, "object");
  const parts = { content, label, checklist };
  return judgement.result(worst(Object.values(parts)), { ...figures, parts });
}

function judgeContent(judgement, product) {
  const rounding = judgement.options.choice("t_rounding", ROUNDINGS);
  const plan = requiredSample(judgement);
  const limit = allowedDeficiency(judgement, product, rounding);
  const tare = readTare(judgement, product, limit);
  const lot = new Lot(readContents(judgement.record, product, tare), product.nominal);
  findNumbers(judgement);
  findReadings(judgement, product);
  const test = plan && limit && new ContentTest(plan, lot, limit);
  if (!limit) judgement.find("outside_table", "product/nominal", { nominal: product.nominal }, { table: "deficiency" });
  const covered = !product.drained || judgeDrained(judgement);
  if (test && covered) findContent(judgement, product, test);
  if (lot.contents.barred.size) {
    judgement.find("tare_scatter", "tare", { mean: shown(tare.mean), s: shown(tare.s()) }, { table: "tare" });
  }
  findTareSample(judgement, tare);
  return [test && covered ? test.verdict : NOT_JUDGED, figuresOf(test ? test.plan : plan, limit, lot, tare, test)];
}

function figuresOf(plan, limit, lot, tare, test) {
  const averaged = test ? test.averaged : lot;
  return {
    sample_size: plan && plan.sample,
    lambda: plan && plan.factor && plain(plan.factor),
    t1_allowed: plan && plan.t1Allowed,
    t2_allowed: plan && plan.t2Allowed,
    t: limit && plain(limit.once),
    t1_count: test && test.counts.t1,
    t2_count: test && test.counts.t2,
    mean: shown(averaged.mean),
    s: shown(averaged.s),
    average_ok: test && test.averageOk,
    packages: lot.rows(test && test.counts.classes),
    tare: tare.figure(),
  };
}

const shown = (value) => value && plain(rounded(value, 6));
