/**
 * The result while it is being typed: a note for every place of the record that can be judged already, and the verdict so far.
 * Nothing here throws; what is incomplete is left out.
 *
 * @typedef {{at: string, result: "pass" | "fail" | "undetermined" | "not_judged" | "incomplete", word: string, text: string, passage?: {text: string, level?: string, right?: string}[]}} Note
 *   `at` is a path of the record such as `packages/3`; `result` gives colour and shape, `word` says it, `text` has the numbers;
 *   `passage`, where there is one, is a text in pieces, of which those with a `level` are wrong and `right` says how they should be
 * @typedef {{severity: string, word: string, at: string, text: string, basis: string[]}} Told a finding in words
 * @typedef {{verdict: Note["result"], word: string, notes: Note[], findings: Told[], failure?: string}} Live
 * @typedef {(at: string, result: string, key?: string | string[], values?: Record<string, any>, word?: string) => Note} Noting
 *   `key` names texts of the programme's notes; `word` stands in place of the result's own
 */
import { doubts } from "./doubts.js";
import { Words } from "./explain.js";
import { ASK, VIOLATION } from "./findings.js";
import { judgeParts } from "./incomplete.js";
import { programme } from "./programmes.js";
import { FAIL, UNDETERMINED } from "./verdicts.js";

export { prepare } from "./programmes.js";

const INCOMPLETE = "incomplete";
const TEXTS = {
  "verdict.incomplete": { zh: "未填全", en: "Incomplete" },
  "doubt.far": { zh: "请核对：{value} 与 {other} 相差悬殊", en: "Please check: {value} is far from {other}" },
  "doubt.between": { zh: "请核对：器具只能显示 {step} 的倍数", en: "Please check: the instrument shows multiples of {step} only" },
  "doubt.unusual": { zh: "请核对：通常在 {from} 与 {to} 之间", en: "Please check: usually between {from} and {to}" },
};

/**
 * @param {string} name of the programme, which is prepared
 * @param {any} record possibly incomplete
 * @param {import("./judgement.js").Tables & {texts: import("./explain.js").Texts}} data of the programme, as the bundle has it
 * @param {"zh" | "en"} language
 * @returns {Live}
 */
export function live(name, record, data, language) {
  const words = new Words({ ...data.texts, ...TEXTS }, language);
  try {
    return judged(programme(name), name, record, data, words);
  } catch (error) {
    return { verdict: INCOMPLETE, word: words.text("verdict.incomplete"), notes: [], findings: [], failure: String(error) };
  }
}

function judged(rules, name, record, data, words) {
  const { result, kept, errors, at } = judgeParts((part) => rules.evaluate(name, part, data), record);
  const findings = (result?.findings ?? []).map((found) => ({ ...found, at: at(found.at) }));
  const figures = result ? figureNotes(rules, kept, result.figures, words).map((note) => ({ ...note, at: at(note.at) })) : [];
  const verdict = result && (!errors.length || result.verdict === FAIL) ? result.verdict : INCOMPLETE;
  return {
    verdict,
    word: words.text(`verdict.${verdict}`),
    notes: [...figures, ...findingNotes(findings, figures, errors, words), ...errorNotes(errors, words), ...doubtNotes(rules, record, findings, words)],
    findings: findings.map((found) => told(found, words)),
  };
}

function figureNotes({ notes, TEXTS: texts }, record, figures, words) {
  const own = new Words(texts, words.language);
  /** @type {Noting} */
  const note = (at, result, key = "", values = {}, word = words.text(`verdict.${result}`)) => {
    const keys = [key].flat().filter(Boolean);
    return { at, result, word, text: keys.map((one) => own.text(one, values)).join(words.language === "zh" ? "；" : "; ") };
  };
  return notes(record, figures, note);
}

/** What the note on a figure says already is not said twice; nothing is missing where something wrong was typed. */
function findingNotes(findings, figures, errors, words) {
  const failed = new Set(figures.filter(({ result, text }) => result === FAIL && text).map(({ at }) => at));
  const wrong = new Set(errors.map(({ at }) => at));
  const others = findings.filter(({ severity, at }) => !wrong.has(at) && (severity !== VIOLATION || !failed.has(at)));
  return others.map((found) => ({
    at: found.at,
    result: found.severity === VIOLATION ? FAIL : UNDETERMINED,
    word: words.text(`severity.${found.severity}`),
    text: words.finding(found),
  }));
}

const errorNotes = (errors, words) =>
  errors.map((error) => ({
    at: error.at,
    result: INCOMPLETE,
    word: words.text("verdict.incomplete"),
    text: error.code === "required" ? "" : words.error(error),
  }));

/** Where the judgement itself asks back, one question is enough. */
function doubtNotes({ DOUBTS }, record, findings, words) {
  const asked = new Set(findings.filter(({ severity }) => severity === ASK).map(({ at }) => at));
  const isAsked = (at) => asked.has(at) || asked.has(at.slice(0, at.lastIndexOf("/")));
  return doubts(DOUBTS, record).filter(({ at }) => !isAsked(at)).map(({ at, code, values }) => ({
    at, result: UNDETERMINED, word: words.text("severity.ask"), text: words.text(`doubt.${code}`, values),
  }));
}

const told = (found, words) => ({
  severity: found.severity,
  word: words.text(`severity.${found.severity}`),
  at: found.at,
  text: words.finding(found),
  basis: words.basis(found),
});
