/**
 * The result while it is being typed: the verdict so far above the form, and a note beside each place that can be judged.
 * Results are computed once for a frame, with what stands in the field that has the focus, and after its digits are painted.
 */
import { integer, quantity } from "../../core/decimals.js";
import { fromText, text } from "../../core/paths.js";
import { draft } from "../../core/verdicts/draft.js";
import { live } from "../../core/verdicts/live.js";
import { spoken } from "../words.js";
import { showNotes } from "./notes.js";
import { verdictBar } from "./verdict_bar.js";

/**
 * @param {import("./answers.js").Inspection} inspection
 * @param {HTMLElement} page in which the answers are
 * @returns {{bar: HTMLElement, changed: () => void}} `changed` follows every new entry and every drawing of the page
 */
export function judging(inspection, page) {
  const bar = verdictBar(inspection.programme);
  /** What was typed and is not entered yet, by its path. @type {Map<string, import("../../core/verdicts/draft.js").Entry>} */
  const typed = new Map();
  let frame = 0;
  const soon = () => {
    frame ||= requestAnimationFrame(() => setTimeout(() => {
      frame = 0;
      judge();
    }));
  };

  function judge() {
    const { programme, assignment } = inspection;
    if (!programme.limits) return;
    const { record, pathOf } = draft(inspection.fields, [...typed.values()]);
    const result = live(assignment.programme, record, programme, spoken());
    inspection.judged = { language: spoken(), result };
    bar.show(result, { begun: inspection.fields.size > 0, entered: typed.size === 0 });
    showNotes(page, result.notes.map((note) => ({ ...note, path: pathOf(note.at) })));
  }

  // What was judged on the page before stands at once: nothing below it moves when it has been computed again.
  if (inspection.judged?.language === spoken()) bar.show(inspection.judged.result, { begun: inspection.fields.size > 0, entered: false });
  page.addEventListener("input", ({ target }) => {
    for (const entry of entriesOf(target)) typed.set(text(entry.path), entry);
    soon();
  });
  page.addEventListener("redrawn", soon);
  return {
    bar: bar.element,
    changed() {
      const here = document.activeElement?.dataset?.path;
      for (const key of typed.keys()) if (key !== here) typed.delete(key);
      soon();
    },
  };
}

/** What a field holds, with the values that are proposed beside it and will be entered together with it. */
function entriesOf(input) {
  if (!input.dataset?.path) return [];
  const beside = input.closest(".row")?.querySelectorAll("input.proposed") ?? [];
  return [...new Set([...beside, input])].map((one) => ({ path: fromText(one.dataset.path), value: valueOf(one) }));
}

function valueOf({ value, dataset }) {
  if (dataset.pad === "integer") return integer(value);
  if (dataset.pad) return quantity(value);
  return value.trim() || null;
}
