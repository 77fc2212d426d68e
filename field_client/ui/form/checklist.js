/** A checklist: yes, no, not applicable as three large buttons, with what the item rests on and how sure that is. */
import { sectionPath } from "../../core/forms.js";
import { itemsAt } from "../../core/verdicts/checklist.js";
import { h, refill } from "../dom.js";
import { either, said, spoken, t } from "../words.js";
import { differing } from "./answers.js";
import { buttons } from "./chosen.js";
import { typed } from "./typed.js";

const ANSWERS = ["yes", "no", "na"];

/** @param {import("./answers.js").Inspection} inspection @param {any} section @param {string[]} base @returns {import("./fields.js").Part} */
export function checklist(inspection, section, base) {
  const at = sectionPath(base, section);
  const items = itemsAt(inspection.programme, section.items, inspection.day);
  const parts = items.map((item, i) => entry(inspection, section, item, [...at, item.code], i));
  const element = h("div.checklist", { "data-section": section.id }, parts.map((one) => one.element));
  return { element, refresh: () => parts.forEach((one) => one.refresh()) };
}

function entry(inspection, section, item, path, i) {
  const { programme } = inspection;
  const text = said(programme, `check.${item.code}`);
  const at = (id, field) => ({ inspection, section, field, base: [], label: text, unit: () => "", path: [...path, id] });
  const answerPlace = at("answer", { id: "answer", kind: "choice" });
  const answer = buttons(answerPlace, ANSWERS.map((value) => ({ value, text: t(`answer.${value}`) })));
  const notePlace = at("note", { id: "note", kind: "text", max_length: 2000 });
  const note = typed({ ...notePlace, label: t("check.note") });
  note.input.setAttribute("placeholder", t("check.note"));
  note.input.setAttribute("aria-label", `${t("check.note")}: ${text}`);
  note.input.setAttribute("data-skip", "");
  const noteLine = h("div.entry", {}, note.input, note.tick);
  const below = h("div.differing");
  const more = h("button.chip", { type: "button", onclick: () => openNote(true) }, t("check.note"));
  const openNote = (focus) => {
    noteLine.hidden = false;
    more.hidden = true;
    if (focus) note.input.focus();
  };
  const element = h("div.item", { "data-item": item.code },
    h("p.question", {}, `${i + 1}. `, text), basis(programme, item.basis),
    h("div.entry", {}, answer.input, answer.tick, more), noteLine, below);
  noteLine.hidden = true;
  const refresh = () => {
    answer.refresh();
    note.refresh();
    if (note.input.value || inspection.value(answerPlace.path) === "no") openNote(false);
    refill(below, differing(answerPlace), differing(notePlace));
  };
  refresh();
  return { element, refresh };
}

/** What an item or a violation rests on, with the trust mark of the source. @param {any} programme @param {any[]} bases */
export function basis(programme, bases) {
  return h("ul.basis", {}, bases.map((one) => h("li", {}, cited(programme, one), trust(programme, one.trust))));
}

/** @param {any} programme @param {any} base */
export const cited = (programme, base) => {
  const name = either(programme.texts[`cite.${base.document}`]) || base.document;
  const clause = base.clause ?? base.article ?? "";
  return `${name} ${either(programme.texts[`cite.${clause}`]) || article(clause)}`;
};

/** The number of an article, which reads alike in all laws. */
const article = (clause) =>
  spoken() === "zh" ? clause : clause.replace(/第(\d+)条/g, "art. $1").replace(/第(\d+)项/g, "(item $1)").replaceAll("、", ", ");

function trust(programme, code) {
  const words = either(programme.texts[`trust.${code}`]) || code;
  return h("span.trust", { "data-trust": code, title: words }, `${t("trust")} ${code}`, h("span.hint", {}, ` ${words}`));
}
