/** A table of readings: Enter goes through the columns in use and on to a new row, without a hand leaving the digits. */
import { columns, fieldPath, plannedKey, rowPath, sectionPath } from "../../core/forms.js";
import { planned } from "../../core/plans.js";
import { isUuid7, make } from "../../core/uuid7.js";
import { fill, h } from "../dom.js";
import { t } from "../words.js";
import { fieldText, unitOf } from "./answers.js";
import { drawn as byDraw } from "./drawn.js";
import { row } from "./row.js";
import { first } from "./steps.js";

/** Columns that the person asked for, by inspection and section; they stay while the page is open. @type {Map<string, Set<string>>} */
const asked = new Map();

/**
 * @param {import("./answers.js").Inspection} inspection
 * @param {import("../../core/forms.js").Section} section
 * @param {string[]} base
 * @returns {import("./fields.js").Part}
 */
export function grid(inspection, section, base) {
  const list = sectionPath(base, section);
  const name = `${inspection.id} ${section.id}`;
  const [head, body, below] = [h("div.row.head"), h("div.rows"), h("div.below")];
  const above = h("div");
  const element = h("div.grid", { "data-section": section.id }, above, h("div.table", {}, head, body), below);
  /** @type {Map<string, ReturnType<typeof row>>} */
  const made = new Map();
  let empty = [freshKey(inspection.rows(list))];
  let drawn = { names: "", fields: [], typing: [] };

  const draw = section.draw ? byDraw(inspection, section, list, () => numbered()) : null;
  const proposals = () => draw ? draw.proposals() : planned(section.rows ?? [], (path) => inspection.value([...base, ...path]));
  const proposed = (key) => proposals().find((_, i) => plannedKey(i) === key) ?? {};
  const keys = () => [...new Set([...proposals().map((_, i) => plannedKey(i)), ...inspection.rows(list), ...offered()])].sort();
  // Until the draw has its numbers, nobody types a reading into a row that will have none.
  const offered = () => (draw && !draw.isReady() ? [] : empty);

  function refresh() {
    empty = empty.filter((key, i) => i === empty.length - 1 || !inspection.rows(list).includes(key));
    if (inspection.rows(list).includes(empty.at(-1))) empty.push(freshKey(keys()));
    const used = section.fields.filter((field) => isUsed(inspection, list, field) || isDrawn(field));
    const wanted = asked.get(name) ?? new Set(used.filter((field) => field.id !== section.draw?.field).map((field) => field.id));
    const typing = columns(section, wanted);
    const fields = section.fields.filter((field) => typing.includes(field) || used.includes(field));
    const names = [...fields, "|", ...typing].map((field) => field.id ?? "|").join();
    // A column that the other tablet brought in waits until nobody is typing here.
    if (names !== drawn.names && !body.contains(document.activeElement)) {
      drawn = { names, fields, typing };
      drawHead(fields, typing, wanted);
    }
    drawRows(keys(), drawn.fields, drawn.typing);
  }

  const isDrawn = (field) => field.id === section.draw?.field && proposals().some((row) => row[field.id] !== undefined);

  /** The numbers are there: the rows that they belong to come in the way of whoever has not begun to type. */
  function numbered() {
    const here = body.contains(document.activeElement) ? document.activeElement : null;
    if (here?.value === "") here.blur();
    refresh();
    if (here?.value === "") first(element);
  }

  function drawHead(fields, typing, wanted) {
    made.clear();
    body.replaceChildren();
    element.style.setProperty("--columns", String(fields.length));
    fill(head, h("span.number", {}, "#"), fields.map((field) => title(inspection, section, field, base)), h("span"));
    fill(below, toggles(inspection, section, typing, (id) => {
      asked.set(name, flipped(wanted, id));
      refresh();
      below.querySelector(`[data-column="${id}"]`)?.focus();
    }));
    // The rows are new: what was judged is written beside them anew.
    element.dispatchEvent(new Event("redrawn", { bubbles: true }));
  }

  function drawRows(now, fields, typing) {
    for (const [key, one] of made) {
      if (now.includes(key)) continue;
      one.element.remove();
      made.delete(key);
    }
    now.forEach((key, i) => {
      if (!made.has(key)) made.set(key, row({ inspection, section, base, path: rowPath(list, key), fields, typing, proposed: () => proposed(key) }));
      const one = made.get(key);
      if (body.children[i] !== one.element) body.insertBefore(one.element, body.children[i] ?? null);
      one.refresh(i + 1);
    });
  }

  // The next row is there before Enter asks for it, whether or not the disk has answered.
  body.addEventListener("input", ({ target }) => {
    if (!made.get(empty.at(-1))?.element.contains(target)) return;
    empty.push(freshKey(keys()));
    refresh();
  });
  if (draw) above.append(draw.element);
  draw?.refresh();
  refresh();
  return {
    element,
    ready: draw?.ready(),
    refresh() {
      draw?.refresh();
      refresh();
    },
  };
}

const flipped = (ids, id) => new Set(ids.has(id) ? [...ids].filter((one) => one !== id) : [...ids, id]);

const isUsed = (inspection, list, field) =>
  inspection.rows(list).some((key) => inspection.values(fieldPath(rowPath(list, key), field)).some((one) => one.value !== null));

/** A key that sorts after all others. @param {string[]} keys */
const freshKey = (keys) => make(Date.now(), crypto.getRandomValues(new Uint8Array(10)), keys.filter(isUuid7).at(-1));

function title(inspection, section, field, base) {
  const unit = unitOf(inspection, field, base);
  return h("span.title", {}, fieldText(inspection.programme, section, field), unit ? h("small", {}, ` ${unit}`) : null);
}

/** Buttons that bring further columns into the way of Enter, or take them out of it. */
function toggles(inspection, section, typing, flip) {
  const further = section.fields.filter((field) => !field.required && field.id !== section.draw?.field);
  if (!further.length || section.fields.length === 1) return null;
  const one = (field) => {
    const on = typing.includes(field);
    return h("button.chip", { type: "button", "aria-pressed": String(on), "data-column": field.id, onclick: () => flip(field.id) },
      fieldText(inspection.programme, section, field));
  };
  return h("div.toggles", {}, h("span", {}, t("grid.columns")), further.map(one));
}
