/** One field with its label, unit, tick and, where the tablets differ, both values. */
import { h, refill } from "../dom.js";
import { t } from "../words.js";
import { differing, fieldText, unitOf } from "./answers.js";
import { boolean, choice, dropdown } from "./chosen.js";
import { typed } from "./typed.js";

const KINDS = { choice: (at) => (at.field.list ? dropdown(at) : choice(at)), boolean };

/**
 * @param {import("./answers.js").Inspection} inspection
 * @param {import("../../core/forms.js").Section} section
 * @param {import("../../core/forms.js").Field} field
 * @param {string[]} path
 * @param {string[]} base the row around, in which units are looked up
 * @param {object} [more]
 * @returns {import("./answers.js").Place}
 */
export function place(inspection, section, field, path, base, more = {}) {
  const unit = () => unitOf(inspection, field, base);
  return { inspection, section, field, path, base, label: fieldText(inspection.programme, section, field), unit, ...more };
}

/** @param {import("./answers.js").Place} at @param {object} [options] */
export function labelled(at, options = {}) {
  const make = KINDS[at.field.kind] ?? typed;
  const like = at.field.like && (() => at.inspection.value([...at.path.slice(0, -1), at.field.like]));
  const { input, tick, refresh } = make(at, { ...options, like });
  const unit = h("span.unit", {}, at.unit());
  const below = h("div.differing", {}, differing(at));
  const optional = at.field.required ? null : h("span.optional", {}, ` ${t("form.optional")}`);
  const isField = ["INPUT", "TEXTAREA", "SELECT"].includes(input.tagName);
  const label = h(isField ? "label" : "span.label", { for: isField ? input.id : null }, at.label, optional);
  const element = h("div.field", { class: `field-${at.field.kind}` }, label, h("div.entry", {}, input, unit, tick), below);
  return {
    element,
    refresh() {
      refresh();
      unit.textContent = at.unit();
      refill(below, differing(at));
    },
  };
}
