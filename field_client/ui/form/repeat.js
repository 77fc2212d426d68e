/** The things of one kind that are inspected one after the other: those that the draw chose first, then the others. */
import { registeredKey, rowPath, sectionPath } from "../../core/forms.js";
import { fromText, text } from "../../core/paths.js";
import { inOrder } from "../../core/tickets.js";
import { isUuid7, make } from "../../core/uuid7.js";
import { told } from "../doing.js";
import { h, refill } from "../dom.js";
import { said, t, today } from "../words.js";
import { written } from "./answers.js";
import { asked, things as drawnThings } from "./drawn.js";
import { describe, filled } from "./fields.js";

/**
 * @param {import("./answers.js").Inspection} inspection
 * @param {any} section
 * @param {(key: string) => string} href the page of a row
 * @returns {Promise<import("./fields.js").Part>}
 */
export async function repeat(inspection, section, href) {
  const list = sectionPath([], section);
  const things = await thingsOf(inspection, section);
  const chosen = howMany(inspection, section, things);
  const element = h("div.repeat", { "data-section": section.id });
  // The cards have no listeners of their own: they stay where they are while what they say changes.
  element.addEventListener("click", ({ target }) => {
    const row = target.closest("[data-row]")?.dataset.row;
    if (row) go(fromText(row).at(-1).slice(1));
  });
  const go = (key) => {
    location.hash = href(key);
  };
  const add = () => go(make(Date.now(), crypto.getRandomValues(new Uint8Array(10)), inspection.rows(list).filter(isUuid7).at(-1)));
  const registered = new Set(things.map(registeredKey));

  function refresh() {
    const own = inspection.rows(list).filter((key) => !registered.has(key));
    const card = (thing, i) => thingCard(inspection, rowPath(list, registeredKey(thing)), thing, i < chosen ? t("stage.chosen", { n: i + 1, of: Math.min(chosen, things.length) }) : null);
    const rest = things.slice(chosen);
    const openBefore = element.querySelector("details")?.open ?? false;
    refill(element,
      section.draw ? h("p.drawn", {}, things.length ? t("draw.numbers", { n: things.length, of: asked(inspection, section).size }) : t("draw.waits")) : null,
      things.length ? h("div.cards", {}, things.slice(0, chosen).map(card)) : null,
      own.length ? h("div.cards", {}, own.map((key) => rowCard(inspection, section, rowPath(list, key)))) : null,
      h("button.button.add", { type: "button", onclick: add }, t(section.register ? "register.other" : "repeat.add", { what: said(inspection.programme, `form.${section.id}`) })),
      rest.length ? h("details.rest", { open: openBefore }, h("summary", {}, t("register.rest", { n: rest.length })), h("div.cards", {}, rest.map((thing) => card(thing, chosen)))) : null);
  }
  refresh();
  return { element, refresh };
}

/** How many of the things the draw chose, first in their order. */
const howMany = ({ assignment }, section, things) => (section.register ? assignment.plan.second_stage || things.length : things.length);

/**
 * The thing to go on with after this one: of those that the draw chose the next without an entry; null when there is none.
 * @param {import("./answers.js").Inspection} inspection @param {any} section @param {string} key of the row that is open
 * @returns {Promise<{key: string, number: string} | null>}
 */
export async function following(inspection, section, key) {
  const things = await thingsOf(inspection, section);
  const keys = things.slice(0, howMany(inspection, section, things)).map(registeredKey);
  const at = keys.indexOf(key);
  const isOpen = (one) => one !== key && !inspection.count(rowPath(sectionPath([], section), one));
  const next = [...keys.slice(at + 1), ...keys.slice(0, Math.max(at, 0))].find(isOpen);
  return next === undefined ? null : { key: next, number: String(things[keys.indexOf(next)].number) };
}

/** What the register has of this object, or what the draw chose by number; with the ticket of each, in their order. */
async function thingsOf(inspection, section) {
  const { assignment } = inspection;
  if (section.draw) return drawnThings(inspection, section);
  return section.register ? inOrder(assignment.ticket, assignment[section.register] ?? []) : [];
}

/**
 * Enter what the register says of a thing when its row is opened for the first time.
 * @param {import("./answers.js").Inspection} inspection @param {any} section @param {string} key
 */
export async function fillRow(inspection, section, key) {
  const list = sectionPath([], section);
  if (!(section.register || section.draw) || isUuid7(key) || inspection.rows(list).includes(key)) return;
  const things = await thingsOf(inspection, section);
  const thing = things.find((one) => registeredKey(one) === key);
  const path = rowPath(list, key);
  if (thing) await told(inspection, String(thing.number), () => inspection.set(filled(section, thing, path)), text(path))();
}

function thingCard(inspection, path, thing, mark) {
  const entries = inspection.count(path);
  const expired = thing.valid_until && thing.valid_until < today();
  return h("button.card", { type: "button", "data-number": thing.number, "data-row": text(path), "data-begun": String(entries > 0) },
    mark ? h("span.tag.chosen", {}, mark) : null,
    h("strong", {}, thing.number), h("span", {}, describe({ ...thing, number: "" })),
    thing.valid_until ? h("span", { class: expired ? "bad" : "" }, t(expired ? "register.expired" : "register.valid", { day: thing.valid_until })) : null,
    h("span.state", {}, entries ? t("row.entries", { n: entries }) : t("row.none")));
}

function rowCard(inspection, section, path) {
  return h("button.card", { type: "button", "data-row": text(path), "data-begun": "true" },
    h("strong", {}, rowLabel(inspection, section, path) || t("row.unnamed")),
    h("span.state", {}, t("row.entries", { n: inspection.count(path) })));
}

/** What a row is called: the values of the fields that the form names. @param {any} inspection @param {any} section @param {string[]} path */
export function rowLabel(inspection, section, path) {
  const fields = section.sections.flatMap((one) => one.fields ?? []);
  return (section.row_label ?? [])
    .map((id) => [fields.find((field) => field.id === id), inspection.value([...path, id])])
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([field, value]) => written(inspection, section, field, value))
    .join(" ");
}
