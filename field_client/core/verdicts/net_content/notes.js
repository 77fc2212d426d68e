/** What a form shows beside the packages of a lot while they are weighed. */
import { FAIL, NOT_JUDGED, PASS, UNDETERMINED } from "../verdicts.js";

export const TEXTS = {
  net: { zh: "实际含量 {net} {unit}", en: "content {net} {unit}" },
  short: { zh: "实际含量 {net} {unit}，短缺 {deficiency}，T = {t}", en: "content {net} {unit}, short by {deficiency}, T = {t}" },
  lot: {
    zh: "已测 {measured}/{sample_size}，平均 {mean} {unit}（Qn {nominal}），T1 {t1_count}/{t1_allowed}，T2 {t2_count}，T = {t}",
    en: "{measured}/{sample_size} measured, mean {mean} {unit} (Qn {nominal}), T1 {t1_count}/{t1_allowed}, T2 {t2_count}, T = {t}",
  },
  sample: { zh: "抽 {sample_size} 件，T = {t} {unit}", en: "{sample_size} packages to be measured, T = {t} {unit}" },
  tare: { zh: "平均皮重 {mean} g，s {s}", en: "mean tare {mean} g, s {s}" },
};
/** How a package looks, and its word: a single one beyond T does not fail the lot yet. */
const CLASSES = {
  ok: { result: PASS, key: "net", word: "≤ T" },
  t1: { result: UNDETERMINED, key: "short", word: "T1" },
  t2: { result: FAIL, key: "short", word: "T2" },
};

/**
 * @param {any} record as it was judged @param {any} figures
 * @param {import("../live.js").Noting} note
 */
export function notes(record, figures, note) {
  const { unit, nominal } = record.product;
  const { t1_allowed: allowed } = figures;
  const common = { ...figures, t1_allowed: allowed ?? "–", unit, nominal, measured: figures.packages.length };
  const packages = figures.packages.map((row, i) => {
    const { result, key, word } = CLASSES[row.class] ?? { result: NOT_JUDGED, key: "net" };
    return note(`packages/${i}`, result, key, { ...common, ...row }, word);
  });
  const { tare, parts } = figures;
  const judged = figures.t !== null && figures.sample_size !== null;
  return [
    ...(judged ? [note("packages", parts.content, figures.mean === null ? "sample" : "lot", common)] : []),
    ...(tare ? [note("tare", tare.branch === "mean" ? PASS : UNDETERMINED, "tare", { ...tare, s: tare.s ?? "—" })] : []),
    ...(parts.label === NOT_JUDGED ? [] : [note("label", parts.label)]),
    ...packages,
  ];
}
