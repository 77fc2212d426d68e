/** Answers that are chosen: large buttons, none pressed beforehand; pressing the chosen one again takes it back. */
import { h, newId } from "../dom.js";
import { areOne, isMeantForWhatWasThereBefore } from "../taps.js";
import { t } from "../words.js";
import { choiceText, enter, mark, show } from "./answers.js";
import { move } from "./steps.js";

/** @param {import("./answers.js").Place} place */
export const choice = (place) =>
  buttons(place, place.field.choices.map((value) => ({ value, text: choiceText(place.inspection.programme, place.field, value) })));

/** @param {import("./answers.js").Place} place */
export const boolean = (place) =>
  buttons(place, [{ value: true, text: t("answer.yes") }, { value: false, text: t("answer.no") }]);

/**
 * @param {import("./answers.js").Place} place
 * @param {{value: any, text: string}[]} options
 * @param {() => void} [after] what follows a choice; the next field when not given
 */
export function buttons(place, options, after) {
  const { inspection, path } = place;
  const tick = mark();
  const group = h("div.choices", { role: "group", "aria-label": place.label, "data-path": JSON.stringify(path) });
  const born = performance.now();
  let picked = -Infinity;
  const pick = async (element, value, at) => {
    const again = element.getAttribute("aria-pressed") === "true";
    // A wet finger that taps twice where it was to tap once takes nothing back.
    if (again && areOne(picked, at)) return;
    picked = at;
    press(again ? undefined : value);
    const writing = enter(place, again ? null : value, tick);
    if (!again) (after ?? (() => move(group.querySelector("[data-answer]"))))();
    if (!(await writing)) press(inspection.value(path));
  };
  const made = options.map(({ value, text }, i) => {
    const element = h("button.choice", { type: "button", "data-value": String(value), "data-answer": i === 0 }, text);
    // Nor does it answer what came under it after its first tap, when a page turned.
    element.addEventListener("click", ({ timeStamp, detail }) => {
      if (!detail || !isMeantForWhatWasThereBefore(born)) pick(element, value, timeStamp);
    });
    return { element, value };
  });
  const press = (value) => {
    for (const one of made) one.element.setAttribute("aria-pressed", String(one.value === value));
  };
  const refresh = () => {
    const value = inspection.value(path);
    press(value);
    if (tick.dataset.state === undefined || tick.dataset.state === "none") {
      show(tick, value === undefined || value === null ? "none" : "saved");
    }
  };
  group.append(...made.map((one) => one.element));
  refresh();
  return { input: group, tick, refresh };
}

/** A choice in a narrow place, such as a cell. @param {import("./answers.js").Place} place */
export function dropdown(place) {
  const { inspection, path, field } = place;
  const tick = mark();
  const option = (value) => h("option", { value }, value ? choiceText(inspection.programme, field, value) : "—");
  const input = h("select", { id: newId(), "data-answer": true, "data-path": JSON.stringify(path) }, ["", ...field.choices].map(option));
  input.addEventListener("input", () => {
    enter(place, input.value || null, tick).then(refresh);
    move(input);
  });
  const refresh = () => {
    if (tick.dataset.state === "saving") return;
    input.value = String(inspection.value(path) ?? "");
  };
  refresh();
  return { input, tick, refresh };
}
