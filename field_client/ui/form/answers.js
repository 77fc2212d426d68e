/**
 * What all kinds of answers share: the mark that says where the value is, the other tablet's value, writing and its failure.
 * @typedef {import("../inspection.js").Inspection} Inspection
 * @typedef {import("../../core/forms.js").Field} Field
 * @typedef {{inspection: Inspection, path: string[], field: Field, base: string[], section: import("../../core/forms.js").Section,
 *   label: string, unit: () => string, with?: () => [string[], any][]}} Place
 *   `with` gives the values that are proposed beside this one and are entered together with it
 */
import { text } from "../../core/paths.js";
import { either, said, t } from "../words.js";
import { once, told } from "../doing.js";
import { h } from "../dom.js";

/** The tick: it appears only when the entry is on the disk. */
export const mark = () => h("span.mark", { "aria-live": "polite" });

/** @param {HTMLElement} element @param {"none" | "saving" | "saved" | "failed" | "wrong"} state @param {string} [words] */
export function show(element, state, words = "") {
  element.dataset.state = state;
  element.textContent = { none: "", saving: "…", saved: "✓", failed: "✗", wrong: "!" }[state];
  element.title = words || (state === "saved" ? t("saved.tablet") : "");
  if (words) element.append(` ${words}`);
}

/**
 * Write an answer down and say how it went. What could not be written stays in the head of the page until it is.
 * @param {Place} place @param {any} value @param {HTMLElement} tick
 * @returns {Promise<boolean>} whether it is on the disk
 */
export async function enter(place, value, tick) {
  const { inspection, path, label } = place;
  const key = `${inspection.id} ${text(path)}`;
  show(tick, "saving");
  try {
    const beside = value === null ? [] : (place.with?.() ?? []);
    await inspection.set([...beside, [path, value]]);
    inspection.app.saved(key);
    show(tick, value === null ? "none" : "saved");
    return true;
  } catch (error) {
    show(tick, "failed", t("saved.failed", { error: error.name }));
    inspection.app.unsaved(key, { label, error, again: () => enter(place, value, tick) });
    return false;
  }
}

/** The values of the tablets side by side, each with a button that takes it. @param {Place} place */
export function differing({ inspection, path, field, section, label }) {
  const values = inspection.values(path);
  if (values.length < 2 || values.every((one) => one.value === values[0].value)) return null;
  const one = (entry) => {
    const who = inspection.isOwn(entry) ? t("conflict.here") : t("conflict.other");
    const take = once(told(inspection, label, () => inspection.set([[path, entry.value]]), text(path)));
    return h("li", {}, h("span", {}, `${who}: `, h("strong", {}, written(inspection, section, field, entry.value))),
      h("button.button.small", { type: "button", onclick: take }, t("conflict.take")));
  };
  // Two fields of a row may differ in the same words: each has its own buttons.
  return h("div.conflict", { role: "alert", "data-of": text(path) }, h("p", {}, t("conflict.title")), h("ul", {}, values.map(one)));
}

/** A value as it is read. @param {Inspection} inspection @param {any} section @param {any} field @param {any} value */
export function written(inspection, section, field, value) {
  if (value === null || value === undefined) return t("value.empty");
  if (field?.kind === "boolean" || typeof value === "boolean") return t(value ? "answer.yes" : "answer.no");
  if (field?.kind === "choice") return choiceText(inspection.programme, field, value);
  return String(value);
}

/** @param {any} programme @param {Field} field @param {string} value */
export const choiceText = (programme, field, value) => either(programme.texts[`choice.${field.id}.${value}`]) || value;

/** @param {any} programme @param {any} section @param {Field} field */
export const fieldText = (programme, section, field) => said(programme, `form.${section.id}.${field.id}`);

/** @param {Inspection} inspection @param {Field} field @param {string[]} base */
export function unitOf(inspection, field, base) {
  const unit = field.unit ?? "";
  if (typeof unit === "string") return unit;
  if ("zh" in unit) return either(unit);
  return String(inspection.value([...base, ...unit.path]) ?? "");
}
