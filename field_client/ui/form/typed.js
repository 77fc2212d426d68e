/** Answers that are typed: quantities and counts on the page's own pad, text and dates with what the system has. */
import { integer, isNegative, quantity } from "../../core/decimals.js";
import { newId, h } from "../dom.js";
import { t } from "../words.js";
import { enter, mark, show } from "./answers.js";
import { move } from "./steps.js";

/**
 * @param {import("./answers.js").Place} place
 * @param {{proposed?: () => string | undefined, like?: () => string | undefined}} [options] what stands there until something is
 *   entered; what one key of the pad enters, such as the load that the scale shows as it should
 * @returns {{input: HTMLInputElement | HTMLTextAreaElement, tick: HTMLElement, refresh: () => void}}
 */
export function typed(place, { proposed, like } = {}) {
  const { inspection, path, field } = place;
  const tick = mark();
  const input = h(field.lines ? "textarea" : "input", { id: newId(), autocomplete: "off", "data-answer": true, "data-path": JSON.stringify(path), ...attributes(field) });
  let shown = "";
  const standing = () => inspection.value(path);
  const refresh = () => {
    // What is typed wrongly stays, with why it is wrong, until it is put right; what the disk did not take, until it is there.
    if (["wrong", "failed"].includes(tick.dataset.state) && input.value !== shown) return;
    const value = standing();
    const text = value === undefined || value === null ? (proposed?.() ?? "") : String(value);
    input.classList.toggle("proposed", (value === undefined || value === null) && text !== "");
    if (document.activeElement === input && input.value !== shown) return;
    [input.value, shown] = [text, text];
    if (tick.dataset.state === undefined || (tick.dataset.state === "none" && standing() !== undefined)) {
      show(tick, value === undefined || value === null ? "none" : "saved");
    }
  };
  const commit = async () => {
    const text = input.value;
    if (text === shown && !["failed", "wrong"].includes(tick.dataset.state)) return true;
    const { value, problem } = read(field, text);
    input.setAttribute("aria-invalid", String(Boolean(problem)));
    if (problem) {
      show(tick, "wrong", problem);
      return false;
    }
    shown = text;
    if (!(await enter(place, value, tick))) shown = "\0";
    return true;
  };
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || (field.lines && !event.ctrlKey)) return;
    event.preventDefault();
    if (read(field, input.value).problem) commit();
    else {
      commit();
      move(input, event.shiftKey);
    }
  });
  input.addEventListener("focus", () => {
    if (input.dataset.pad) input.select();
    if (like) input.dataset.like = like() ?? "";
  });
  input.addEventListener("blur", commit);
  if (field.kind === "date") input.addEventListener("change", commit);
  refresh();
  return { input, tick, refresh };
}

function attributes(field) {
  if (field.kind === "quantity") return { type: "text", inputmode: "none", "data-pad": field.signed ? "signed" : "decimal", class: "number" };
  if (field.kind === "integer") return { type: "text", inputmode: "none", "data-pad": "integer", class: "number" };
  if (field.kind === "date") return { type: "date" };
  if (field.lines) return { rows: 6, maxlength: field.max_length, spellcheck: "false" };
  return { type: "text", maxlength: field.max_length ?? 2000, enterkeyhint: "next" };
}

/** What was typed as a value of the record, or why it is none. @returns {{value?: any, problem?: string}} */
function read(field, text) {
  if (text.trim() === "") return { value: null };
  if (field.kind === "quantity") {
    const value = quantity(text);
    if (value === null) return { problem: t("wrong.quantity") };
    return value.startsWith("-") && !field.signed ? { problem: t("wrong.negative") } : { value };
  }
  if (field.kind === "integer") {
    const value = integer(text);
    return value === null ? { problem: t(isNegative(text) ? "wrong.negative" : "wrong.integer") } : { value };
  }
  if (field.kind === "date" && !/^\d{4}-\d\d-\d\d$/.test(text)) return { problem: t("wrong.date") };
  return { value: text.trim() };
}
