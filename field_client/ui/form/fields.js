/** A section of fields, one below the other; with a register, an entry of it fills them. */
import { fieldPath, sectionPath } from "../../core/forms.js";
import { text } from "../../core/paths.js";
import { once, told } from "../doing.js";
import { h } from "../dom.js";
import { t } from "../words.js";
import { labelled, place } from "./place.js";

/** @typedef {{element: HTMLElement, refresh: () => void, ready?: Promise<void>}} Part `ready`: until then some of its answers are still missing */

/**
 * @param {import("./answers.js").Inspection} inspection
 * @param {import("../../core/forms.js").Section} section
 * @param {string[]} base
 * @returns {Part}
 */
export function fields(inspection, section, base) {
  const at = sectionPath(base, section);
  const parts = section.fields.map((field) => labelled(place(inspection, section, field, fieldPath(at, field), base)));
  const element = h("div.fields", { "data-section": section.id }, picker(inspection, section, at), parts.map((one) => one.element));
  return { element, refresh: () => parts.forEach((one) => one.refresh()) };
}

/** Entries of the register that fill this section at one tap. */
function picker(inspection, section, at) {
  const things = section.register ? (inspection.assignment[section.register] ?? []) : [];
  if (!things.length) return null;
  const take = (thing) => once(told(inspection, String(thing.name ?? thing.number), () => inspection.set(filled(section, thing, at)), text(at)));
  const one = (thing) =>
    h("button.card", { type: "button", onclick: take(thing) },
      h("strong", {}, thing.name ?? thing.number), h("span", {}, describe(thing)));
  return h("div.picker", {}, h("p", {}, t("register.fill")), h("div.cards", {}, things.map(one)));
}

/** The values that an entry of the register gives. @returns {[string[], any][]} */
export function filled(section, thing, at) {
  const given = Object.entries(section.fill ?? {}).filter(([, column]) => thing[column] !== null && thing[column] !== undefined && thing[column] !== "");
  const all = section.fields ?? section.sections.flatMap((one) => one.fields ?? []);
  return given.map(([id, column]) => [fieldPath(at, all.find((field) => field.id === id) ?? { id, kind: "text" }), thing[column]]);
}

/** @param {any} thing of the register */
export function describe(thing) {
  const { number, nominal, unit, max, e, location, producer } = thing;
  const parts = [number, location, max ? `Max ${max} ${unit}` : "", e ? `e ${e} ${unit}` : "", nominal ? `${nominal} ${unit}` : "", producer];
  return parts.filter(Boolean).join(" · ");
}
