/** What a form shows beside certificates and comparisons while they are typed. */
import { NOT_JUDGED, PASS, UNDETERMINED } from "../verdicts.js";
import { VERDICTS } from "./comparisons.js";

export const TEXTS = {
  en: { zh: "En = {en}", en: "En = {en}" },
  laboratory: { zh: "En = {en}，G = {grubbs}", en: "En = {en}, G = {grubbs}" },
  reference: { zh: "参考值 {reference}，U = {reference_uncertainty}", en: "reference {reference}, U = {reference_uncertainty}" },
  sample: { zh: "已核查 {checked}/{sample}（共 {size}）", en: "{checked}/{sample} checked, of {size}" },
};

/**
 * @param {any} record as it was judged @param {any} figures
 * @param {import("../live.js").Noting} note
 */
export const notes = (record, figures, note) => [
  ...figures.certificates.map(({ result }, i) => note(`certificates/${i}`, result)),
  ...(figures.certificate_list ? [sampled(figures.certificate_list, note)] : []),
  ...(figures.comparison_groups ?? []).flatMap((group, i) => [
    note(`comparison_groups/${i}`, NOT_JUDGED, "reference", group),
    ...group.laboratories.map((row, j) =>
      note(`comparison_groups/${i}/laboratories/${j}`, VERDICTS[row.result], "laboratory", { ...row, grubbs: row.grubbs ?? "–" })),
  ]),
  ...figures.comparisons.map((row, i) => note(`comparisons/${i}`, VERDICTS[row.result], "en", row)),
];

const sampled = (figure, note) =>
  note("certificate_list", figure.checked < figure.sample ? UNDETERMINED : PASS, "sample", figure);
