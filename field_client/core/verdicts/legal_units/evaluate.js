/** Judging texts by the rules on units of measurement. */
import { judgeChecklist } from "../checklist.js";
import { finding, VIOLATION } from "../findings.js";
import { Judgement } from "../judgement.js";
import { NOT_JUDGED, passes, worst } from "../verdicts.js";
import { findUnits } from "./units.js";

const MOST_TEXTS = 500;
const LONGEST_TEXT = 10_000;

/** @param {string} programme @param {unknown} record @param {import("../judgement.js").Tables} tables */
export function evaluate(programme, record, tables) {
  const judgement = new Judgement(programme, record, tables, { dated: false });
  const given = judgement.record.rows("texts", MOST_TEXTS);
  const rules = given.length ? judgement.rows("unit_rules") : [];
  const texts = given.map((row) => judgeText(judgement, row, rules));
  const checklist = judgeChecklist(judgement, judgement.record, "object");
  return judgement.result(worst([...texts.map(({ result }) => result), checklist]), { texts });
}

/** `found` lists what is wrong in the order of the text; only errors fail it, the rest is for the inspector. */
function judgeText(judgement, row, rules) {
  const where = row.text("where");
  row.text("medium", { longest: 50 });
  const text = row.text("text", { longest: LONGEST_TEXT });
  if (text === null) return { where, found: [], result: NOT_JUDGED };
  const levels = new Map(judgement.rows("levels").map(({ level, severity }) => [level, severity]));
  const found = findUnits(text, rules);
  const severities = found.map((one) => addFinding(judgement, row.at, one, levels.get(one.rule.level)));
  return { where, found: found.map(shown), result: passes(!severities.includes(VIOLATION)) };
}

const shown = ({ rule: { wrong, right, level }, text, start, end }) => ({ wrong, text, start, end, right, level });

function addFinding(judgement, at, { rule, text }, severity) {
  const values = { text: text.trim(), wrong: rule.wrong, right: rule.right };
  judgement.add(finding(rule.finding, severity, `${at}/text`, rule.basis, values));
  return severity;
}
