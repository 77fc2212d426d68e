/** What a form shows beside certificates and comparisons while they are typed. */
import { VERDICTS } from "./comparisons.js";

export const TEXTS = { en: { zh: "En = {en}", en: "En = {en}" } };

/**
 * @param {any} record as it was judged @param {any} figures
 * @param {import("../live.js").Noting} note
 */
export const notes = (record, figures, note) => [
  ...figures.certificates.map(({ result }, i) => note(`certificates/${i}`, result)),
  ...figures.comparisons.map((row, i) => note(`comparisons/${i}`, VERDICTS[row.result], "en", row)),
];
