/**
 * Looking back 回头看: which earlier inspection, and for each thing that it ordered whether it was put right. What that inspection
 * ordered comes with the visit; what was ordered on paper only can be added.
 */
import { sectionPath } from "../../core/forms.js";
import { button, fill, h, refill } from "../dom.js";
import { either, t } from "../words.js";
import { differing } from "./answers.js";
import { buttons } from "./chosen.js";

/** What follows a choice here: something may still be added. */
const stay = () => {};

const STATES = ["corrected", "partly", "not_corrected"];

/** @param {import("./answers.js").Inspection} inspection @param {any} section @param {string[]} base @returns {import("./fields.js").Part} */
export function lookBack(inspection, section, base) {
  const at = sectionPath(base, section);
  const { assignment, programme } = inspection;
  const earlier = (assignment.earlier ?? []).filter((one) => one.programme === assignment.programme && one.inspection);
  const place = (id, label) => ({ inspection, section, field: { id, kind: "choice" }, base, label, unit: () => "", path: [...at, ...id.split("/")] });
  const which = earlier.length ? buttons(place("of", t("lookback.of")), earlier.map((one) => ({ value: one.inspection, text: named(inspection, one) })), stay) : null;
  const added = new Set();
  const made = new Map();
  const [list, more, pictures] = [h("div.checklist"), h("div"), h("div.photos")];
  let shown = "";
  /** The photos of the inspection that is looked back at. @param {string | undefined} of */
  const show = (of) => {
    if (shown === (of ?? "")) return;
    shown = of ?? "";
    const photos = earlier.find((one) => one.inspection === of)?.photos ?? [];
    fill(pictures, photos.map(({ caption, data }, i) => h("figure.photo", {},
      h("img", { src: data, alt: caption || t("lookback.photo", { n: i + 1 }) }), caption ? h("figcaption", {}, caption) : null)));
  };

  const item = (code) => {
    const label = said(programme, code);
    const where = place(`items/${code}`, label);
    const answer = buttons(where, STATES.map((value) => ({ value, text: either(programme.texts[`look_back.${value}`]) || value })),
      () => element.nextElementSibling?.querySelector("[data-answer]")?.focus());
    const below = h("div.differing");
    const element = h("div.item", { "data-item": code }, h("p.question", {}, label), h("div.entry", {}, answer.input, answer.tick), below);
    return { element, refresh: () => {
      answer.refresh();
      refill(below, differing(where));
    } };
  };
  const codes = () => {
    const chosen = earlier.find((one) => one.inspection === inspection.value([...at, "of"]));
    return [...new Set([...(chosen?.ordered ?? []), ...added, ...entered(inspection, [...at, "items"])])];
  };
  const refresh = () => {
    which?.refresh();
    show(inspection.value([...at, "of"]));
    const now = codes();
    for (const code of now) if (!made.has(code)) made.set(code, item(code));
    for (const code of now) made.get(code).refresh();
    const asked = now.map((code) => made.get(code).element);
    if (more.childElementCount && asked.every((one, i) => list.children[i] === one) && list.children.length === asked.length) return;
    fill(list, asked);
    fill(more, further(programme, now, (code) => {
      added.add(code);
      refresh();
    }));
  };
  const element = h("div.look-back", { "data-section": section.id },
    which ? h("div.field", {}, h("span.label", {}, t("lookback.of")), h("div.entry", {}, which.input, which.tick)) : h("p.hint", {}, t("lookback.none")),
    pictures, list, more);
  refresh();
  return { element, refresh };
}

const entered = (inspection, at) =>
  [...inspection.fields.values()].filter(({ path }) => path.length === at.length + 1 && at.every((one, i) => path[i] === one)).map(({ path }) => path.at(-1));

const named = ({ app }, { date, number, verdict }) =>
  [date, either(app.bundle.content.texts?.verdict?.[verdict]) || verdict, number].join(" · ");

/** @param {any} programme @param {string} code of a violation or of an item of the checklist */
export const said = (programme, code) => either(programme.texts[`violation.${code}`] ?? programme.texts[`check.${code}`]) || code;

/** What may have been ordered besides: any violation, any item of the checklist. */
function further(programme, known, add) {
  const items = programme.checklist.groups?.object ?? [];
  const codes = [...programme.violations, ...items].map(({ code }) => code).filter((code) => !known.includes(code));
  return h("details", {}, h("summary", {}, t("lookback.add")), h("div.cards.one-column", {}, codes.map((code) => button(said(programme, code), () => add(code), "card"))));
}
