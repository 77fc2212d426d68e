/**
 * Notes at the places that they speak of: in the row, the field or the item, else at the head of the section. In words, colour
 * and shape.
 * @typedef {import("../../core/verdicts/live.js").Note & {path: string[]}} PlacedNote
 */
import { fromText, isBelow, text } from "../../core/paths.js";
import { fill, h } from "../dom.js";

const PLACES = "[data-path], [data-row]";
const SHAPES = { pass: "✓", fail: "✗", undetermined: "?", not_judged: "–", incomplete: "…" };

/** @param {string} result */
export const shape = (result) => h("span.shape", { "aria-hidden": "true", "data-result": result }, SHAPES[result]);

/** @param {HTMLElement} page @param {PlacedNote[]} notes */
export function showNotes(page, notes) {
  const places = placesOf(page);
  const bySlot = new Map([...page.querySelectorAll(".notes")].map((one) => [one.parentElement, []]));
  for (const note of notes) {
    const slot = slotOf(places, note.path);
    if (slot) bySlot.set(slot, [...(bySlot.get(slot) ?? []), note]);
  }
  for (const [slot, list] of bySlot) show(slot, list);
}

function show(slot, notes) {
  const key = JSON.stringify(notes.map(({ result, word, text: said, passage }) => [result, word, said, passage]));
  const there = [...slot.children].find((one) => one.classList.contains("notes"));
  if (!there && !notes.length) return;
  const element = there ?? h("span.notes");
  if (element.dataset.key === key) return;
  element.dataset.key = key;
  fill(element, notes.map(one));
  if (there) return;
  if (slot.dataset.section) slot.prepend(element);
  else slot.append(element);
}

const one = ({ result, word, text: said, passage }) =>
  h("span.note", { "data-result": result }, shape(result), h("strong", {}, word), said ? h("span", {}, said) : null,
    passage ? h("span.passage", {}, passage.map(piece)) : null);

/** What is wrong is underlined and followed by what is right: not by colour alone. */
const piece = ({ text: said, level, right }) =>
  level ? h("span", {}, h("mark", { "data-level": level }, said), h("ins", {}, ` ${right} `)) : said;

/**
 * What was found on a page, until something other than a note comes or goes there: long to find at each key, where there are hundreds of rows.
 * @type {WeakMap<Element, {places: any, look: (records: MutationRecord[]) => void, observer: MutationObserver}>}
 */
const found = new WeakMap();

/** The answers and the rows of the page by their paths. */
function placesOf(page) {
  const known = found.get(page) ?? watched(page);
  known.look(known.observer.takeRecords());
  known.places ??= placesNow(page);
  return known.places;
}

function watched(page) {
  const known = { places: null, look, observer: new MutationObserver(look) };
  function look(records) {
    if (records.some(({ addedNodes, removedNodes }) => [...addedNodes, ...removedNodes].some(bearsPlaces))) known.places = null;
  }
  known.observer.observe(page, { childList: true, subtree: true });
  found.set(page, known);
  return known;
}

const bearsPlaces = (node) => node instanceof Element && (node.matches(PLACES) || node.querySelector(PLACES) !== null);

function placesNow(page) {
  const answers = [...page.querySelectorAll("[data-path]")];
  return {
    answers: answers.map((element) => ({ element, path: fromText(element.getAttribute("data-path")) })),
    exact: new Map(answers.map((element) => [element.getAttribute("data-path"), element])),
    rows: new Map([...page.querySelectorAll("[data-row]")].map((element) => [element.getAttribute("data-row"), element])),
  };
}

function slotOf({ answers, exact, rows }, path) {
  const key = text(path);
  const direct = rows.get(key) ?? exact.get(key)?.closest(".row, .field, .item");
  if (direct) return direct;
  const below = path.length ? answers.find((one) => isBelow(one.path, path)) : undefined;
  if (below) return (below.path.length === path.length + 1 && below.element.closest(".item")) || below.element.closest("[data-section]");
  const around = path.map((_, i) => rows.get(text(path.slice(0, i)))).findLast(Boolean);
  return around?.matches(".row") ? around : null;
}
