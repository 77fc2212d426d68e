/** Judging a verification body: checklist, certificate sample, comparisons. */
import { judgeChecklist } from "../checklist.js";
import { Judgement } from "../judgement.js";
import { worst } from "../verdicts.js";
import { judgeCertificateList, judgeCertificates } from "./certificates.js";
import { judgeGroups } from "./comparison_groups.js";
import { judgeComparisons, VERDICTS } from "./comparisons.js";

/** @param {string} programme @param {unknown} record @param {import("../judgement.js").Tables} tables */
export function evaluate(programme, record, tables) {
  const judgement = new Judgement(programme, record, tables, { dated: false });
  const checklist = judgeChecklist(judgement, judgement.record, "object");
  const certificates = judgeCertificates(judgement);
  const comparisons = judgeComparisons(judgement);
  const [drawn, sampled] = judgeCertificateList(judgement);
  const [groups, compared] = judgeGroups(judgement);
  const results = [...certificates.map(({ result }) => result), ...comparisons.map(({ result }) => VERDICTS[result])];
  const figures = { certificates, comparisons };
  if (drawn) figures.certificate_list = drawn;
  if (groups.length) figures.comparison_groups = groups;
  return judgement.result(worst([checklist, sampled, compared, ...results]), figures);
}
