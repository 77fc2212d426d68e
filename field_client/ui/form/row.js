/** One row of a grid: its cells, the values proposed by the test plan, and the button that removes it. */
import { fieldPath } from "../../core/forms.js";
import { text } from "../../core/paths.js";
import { once, told } from "../doing.js";
import { h, refill } from "../dom.js";
import { t } from "../words.js";
import { differing } from "./answers.js";
import { dropdown } from "./chosen.js";
import { place } from "./place.js";
import { typed } from "./typed.js";

/**
 * @param {{inspection: import("./answers.js").Inspection, section: any, base: string[], path: string[], fields: any[], typing: any[],
 *   proposed: () => Record<string, string>}} given
 * @returns {{element: HTMLElement, refresh: (number: number) => void}}
 */
export function row({ inspection, section, base, path, fields, typing, proposed }) {
  const pathOf = (field) => fieldPath(path, field);
  const isEmpty = (field) => inspection.value(pathOf(field)) === undefined;
  const proposedBeside = (field) => () =>
    fields
      .filter((other) => other !== field && proposed()[other.id] !== undefined && isEmpty(other))
      .map((other) => [pathOf(other), proposed()[other.id]]);
  const cells = fields.map((field) => {
    const at = place(inspection, section, field, pathOf(field), base, { with: proposedBeside(field) });
    const like = field.like && (() => inspection.value([...path, field.like]) ?? proposed()[field.like]);
    const { input, tick, refresh } = field.kind === "choice" ? dropdown(at) : typed(at, { proposed: () => proposed()[field.id], like });
    input.setAttribute("aria-label", at.label);
    const redraw = () => {
      refresh();
      input.dataset.unit = at.unit();
      input.toggleAttribute("data-skip", proposed()[field.id] !== undefined || !typing.includes(field));
    };
    return { at, redraw, element: h("span.cell", {}, input, tick) };
  });
  const number = h("span.number");
  const below = h("div.differing");
  const remove = h("button.remove", { type: "button", "aria-label": t("row.remove"), onclick: once(told(inspection, t("row.remove"), () => inspection.remove(path))) }, "✕");
  const element = h("div.row", { "data-row": text(path) }, number, cells.map((one) => one.element), remove, below);
  return {
    element,
    refresh(n) {
      if (number.textContent !== String(n)) number.textContent = String(n);
      for (const cell of cells) cell.redraw();
      remove.hidden = fields.every(isEmpty);
      const both = cells.map((cell) => differing(cell.at)).filter(Boolean);
      if (both.length || below.childElementCount) refill(below, both);
    },
  };
}
