/** Checklists: one finding for each "no"; and the whole evaluation of a programme without measurements. */
import { inForce } from "./editions.js";
import { RecordError } from "./errors.js";
import { finding, VIOLATION } from "./findings.js";
import { Judgement } from "./judgement.js";
import { judgeLookBack } from "./look_back.js";
import { isText } from "./reading.js";
import { FAIL, PASS, worst } from "./verdicts.js";

const [YES, NO, NA] = ["yes", "no", "na"];
const ANSWERS = [YES, NO, NA];
const MOST_INSTRUMENTS = 2000;
const LONGEST_NOTE = 2000;
/** The table of limits that holds the editions of a checklist, where it has any. */
const CHECKLIST = "checklist";

/**
 * Judge `owner`'s `checklist` against the items of `group`; adds the findings and returns the verdict. A "no" to an item of
 * severity `violation` fails, to a `hint` does not; without any "yes" or "no" there is nothing to judge.
 * @param {Judgement} judgement @param {import("./reading.js").Reading} owner @param {string} group
 */
export function judgeChecklist(judgement, owner, group) {
  const given = answered(owner, itemsOf(judgement, group)).filter(({ answer }) => answer !== NA);
  return worst(given.map((one) => judgeItem(judgement, one)));
}

/** The items of a group, of the edition that judges where the checklist has editions. @param {Judgement} judgement @param {string} group @returns {any[]} */
function itemsOf(judgement, group) {
  return hasEditions(judgement.tables) ? (judgement.rows(CHECKLIST)[group] ?? []) : judgement.items(group);
}

/**
 * The items of a group as they are asked on a day.
 * @param {import("./judgement.js").Tables} tables @param {string} group @param {string | undefined} day ISO date @returns {any[]}
 */
export function itemsAt(tables, group, day) {
  const editions = hasEditions(tables) ? tables.limits.tables[CHECKLIST].editions : [];
  const asked = editions.find((edition) => day && inForce(edition, day));
  return (asked?.rows ?? tables.checklist?.groups ?? {})[group] ?? [];
}

const hasEditions = (tables) => Boolean(tables.limits?.tables?.[CHECKLIST]);

/** Those items that were answered, in their order. @param {import("./reading.js").Reading} owner @param {any[]} items */
function answered(owner, items) {
  const answers = owner.part("checklist");
  if (!answers) return [];
  const known = new Set(items.map(({ code }) => code));
  const stranger = answers.keys().find((code) => !known.has(code));
  if (stranger !== undefined) {
    const item = isText(stranger) ? [...stranger].slice(0, 64).join("") : "";
    throw new RecordError("unknown_item", answers.at, { item });
  }
  return items.flatMap((item) => {
    const entry = answers.part(item.code);
    if (!entry) return [];
    entry.text("note", { longest: LONGEST_NOTE });
    const answer = entry.choice("answer", ANSWERS);
    return answer === null ? [] : [{ item, answer, at: entry.at }];
  });
}

function judgeItem(judgement, { item, answer, at }) {
  if (answer === YES) return PASS;
  judgement.add(finding(item.code, item.severity, at, item.basis, {}));
  return item.severity === VIOLATION ? FAIL : PASS;
}

/**
 * Judge a record of a programme that is only a checklist. Figures: `answers` (how many `yes`, `no`, `na`, `unanswered` among
 * the items of the object) and `instruments` (`serial`, `verdict`).
 * @param {string} programme @param {unknown} record @param {import("./judgement.js").Tables} tables
 */
export function evaluate(programme, record, tables) {
  const judgement = new Judgement(programme, record, tables);
  const whole = judgeChecklist(judgement, judgement.record, "object");
  const instruments = judgement.record.rows("instruments", MOST_INSTRUMENTS).map((instrument) => {
    const verdict = judgeChecklist(judgement, instrument, "instrument");
    return { serial: instrument.text("serial"), verdict };
  });
  const verdicts = [whole, judgeLookBack(judgement), ...instruments.map(({ verdict }) => verdict)];
  return judgement.result(worst(verdicts), { answers: counts(judgement), instruments });
}

function counts(judgement) {
  const items = itemsOf(judgement, "object");
  const answers = answered(judgement.record, items).map(({ answer }) => answer);
  const each = ANSWERS.map((name) => [name, answers.filter((one) => one === name).length]);
  return { ...Object.fromEntries(each), unanswered: items.length - answers.length };
}
