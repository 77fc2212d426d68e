/**
 * Rows that the draw's second stage chooses by number: the packages of a lot, the certificates of a list. The form says in `draw`
 * where the size stands (a path of the record), and the sample (a path, or a figure of the judgement).
 * @typedef {{size: string[], sample: string[] | {figure: string}, field: string}} Draw
 */
import { drawnNumbers, MOST_NUMBERS, numbersForRows } from "../../core/draws.js";
import { plannedKey, rowPath } from "../../core/forms.js";
import { draft } from "../../core/verdicts/draft.js";
import { figuresSoFar } from "../../core/verdicts/index.js";
import { fill, h } from "../dom.js";
import { t } from "../words.js";

/** How many are taken of how many, and how many of them first; null when that is not known yet. */
export function asked(inspection, section) {
  const { size: at, sample } = section.draw;
  const size = Number(inspection.value(at) ?? 0);
  if (!Number.isInteger(size) || size < 1) return null;
  if (Array.isArray(sample)) return counted(size, Number(inspection.value(sample) ?? 0), Infinity);
  const { record } = draft(inspection.fields, []);
  const { [section.path[0]]: _, ...before } = record;
  const { assignment: { programme: name }, programme } = inspection;
  const [first, all] = [before, record].map((one) => figuresSoFar(name, one, programme)?.[sample.figure] ?? 0);
  return counted(size, Math.max(first, all), first);
}

const counted = (size, sample, first) => (Number.isInteger(sample) && sample > 0 ? { size, sample: Math.min(size, sample), first } : null);

/** The drawn things of a section: a number each, with its ticket. @returns {Promise<{number: number, ticket: string}[]>} */
export async function things(inspection, section) {
  const wanted = asked(inspection, section);
  return wanted && wanted.size <= MOST_NUMBERS ? drawnNumbers(inspection.assignment.ticket, wanted.size, wanted.sample) : [];
}

/**
 * @param {import("./answers.js").Inspection} inspection @param {any} section @param {string[]} list @param {() => void} changed
 * @returns {{element: HTMLElement, refresh: () => void, proposals: () => Record<string, string>[], ready: () => Promise<void>, isReady: () => boolean}}
 *   `proposals` are those of the rows, in the order of the keys of planned rows; until it is ready its first numbers are being worked out
 */
export function drawn(inspection, section, list, changed) {
  const element = h("div.drawn", { "aria-live": "polite" });
  let [known, numbers, first] = ["", [], 0];
  /** @type {Promise<void>} */
  let drawing = Promise.resolve();
  let isReady = true;
  const refresh = () => {
    const wanted = asked(inspection, section);
    const now = JSON.stringify(wanted);
    if (now === known) return;
    // A row that somebody may be typing in is not taken away when the sample changes later.
    isReady = known !== "" || wanted === null;
    known = now;
    drawing = draw(wanted, now);
  };
  const draw = async (wanted, asOf) => {
    const tooMany = wanted && wanted.size > MOST_NUMBERS;
    fill(element, tooMany ? h("p.notice", {}, t("draw.too_many", { most: MOST_NUMBERS })) : null);
    const found = wanted && !tooMany ? await things(inspection, section).catch(failed) : [];
    if (asOf !== known) return;
    isReady = true;
    [numbers, first] = [found, wanted?.first ?? 0];
    if (found.length) fill(element, told(found.map(({ number }) => number), wanted));
    changed();
  };
  const proposals = () => {
    const standing = (key) => {
      const value = inspection.value([...rowPath(list, key), section.draw.field]) ?? null;
      return value === null ? null : Number(value);
    };
    const entered = numbers.map((_, i) => standing(plannedKey(i)));
    const others = inspection.rows(list).map(standing);
    return numbersForRows(numbers, first, [...entered, ...others]).map((number) => (number === null ? {} : { [section.draw.field]: String(number) }));
  };
  return { element, refresh, proposals, ready: () => drawing, isReady: () => isReady };
}

/** Without numbers there are rows all the same. @returns {{number: number, ticket: string}[]} */
function failed(error) {
  console.error(error);
  return [];
}

function told(numbers, { size, sample }) {
  const all = [...numbers].sort((a, b) => a - b);
  return [h("p", {}, t("draw.numbers", { n: sample, of: size })), h("p.numbers", {}, all.join(" · "))];
}
