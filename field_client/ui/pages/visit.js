/** A visit: its steps at the side, one of them on the page, undo always in reach. */
import { rowPath, sectionPath } from "../../core/forms.js";
import { prepare } from "../../core/verdicts/programmes.js";
import { turn } from "../ahead.js";
import { Inspection } from "../inspection.js";
import { fill, h, link, refill } from "../dom.js";
import { judging } from "../form/judging.js";
import { part } from "../form/part.js";
import { pictures } from "../form/pictures.js";
import { fillRow, following, repeat, rowLabel } from "../form/repeat.js";
import { first } from "../form/steps.js";
import { later } from "../later.js";
import { said, t } from "../words.js";
import { entries, undoButton } from "./entries.js";
import { rail, steps } from "./steps.js";
import { partsOf } from "./parts.js";
import { place } from "./today.js";

/** The pages that are not of the form. @type {Record<string, () => any>} */
const OWN = {
  overview: async () => (await later.overview()).overview,
  showing: async () => (await later.showing()).showing,
  photos: async () => (await later.photos()).photos,
  drawing: async () => (await later.drawing()).drawing,
  violations: async () => (await later.violations()).violations,
  consent: async () => (await later.consent()).consent,
  finish: async () => (await later.finish()).finish,
  entries: () => entries,
};

/** Pages beside the way through the steps. */
const ASIDE = new Set(["entries", "showing", "drawing"]);

/** The inspection that was opened last stays in memory: going from step to step computes nothing again. @type {Inspection | null} */
let kept = null;

/** @param {import("../app.js").App} app @param {string[]} address inspection, step, row, inner step */
export async function visitPage(app, [id, step = "overview", key, inner]) {
  const assignment = app.assignment(id);
  if (!assignment || !app.programme(assignment)) return { element: h("p.empty", {}, t("visit.gone")), refresh() {} };
  const [inspection] = await Promise.all([opened(app, assignment), prepare(assignment.programme)]);
  const page = await content(inspection, step, key, inner);
  const side = h("nav.steps", { "aria-label": t("visit.steps") });
  const undo = undoButton(inspection);
  const next = h("div.next-step");
  const where = h("span.states");
  const beside = h("nav.parts", { "aria-label": t("visit.parts") });
  const judged = judging(inspection, page.element);
  const element = h("div.visit-page", {},
    h("div.visit-head", {}, h("a.back", { href: "#/" }, `‹ ${t("today.title")}`), h("h1", {}, assignment.object.name), where, undo.element),
    beside, judged.bar, side, h("section.content", {}, returned(inspection), page.element, next));
  const stand = () => {
    refill(where, app.standings.has(id) ? place(app.standings.get(id)) : []);
    refill(beside, partsOf(app, assignment));
    beside.hidden = !beside.childElementCount;
  };
  const redraw = () => {
    refill(side, rail(inspection, step));
    stand();
    // Before the visit there is one way on: to begin it.
    next.hidden = step === "overview" && !inspection.folded.started;
    undo.refresh();
    page.refresh();
    judged.changed();
  };
  fill(next, onward(inspection, step, key, inner));
  inspection.addEventListener("change", redraw);
  redraw();
  element.addEventListener("section-end", () => {
    const target = onwardAddress(inspection, step, key, inner);
    if (target) turn(target);
  });
  return {
    element,
    ready: page.ready,
    refresh: async () => {
      const now = app.assignment(id);
      if (now && now.revision !== assignment.revision) app.dispatchEvent(new Event("redraw"));
      else if (await inspection.load()) return;
      // A part of the form shows nothing but the entries.
      else if (OWN[step]) redraw();
      else stand();
    },
    shown: () => {
      for (const row of [side, page.element.querySelector(".tabs")]) centre(row, row?.querySelector("[aria-current]"));
      const begin = () => first(page.element);
      if (page.focus !== false && app.moved) {
        begin();
        page.ready?.then(() => page.element.isConnected && document.activeElement === document.body && begin());
      }
      app.moved = false;
    },
    left: () => {
      inspection.removeEventListener("change", redraw);
      page.left?.();
    },
  };
}

/** What is open comes to the middle of its row; the page itself stays at its head. */
function centre(row, open) {
  if (!open) return;
  const [around, inside] = [row.getBoundingClientRect(), open.getBoundingClientRect()];
  row.scrollLeft += inside.left + inside.width / 2 - around.left - around.width / 2;
  row.scrollTop += inside.top + inside.height / 2 - around.top - around.height / 2;
}

async function opened(app, assignment) {
  if (kept?.id !== assignment.inspection || kept.assignment !== assignment) kept = new Inspection(app, assignment);
  const inspection = kept;
  await inspection.load();
  return inspection;
}

/** Why the office sent it back, above every step. */
function returned({ assignment }) {
  if (assignment.revision < 2) return null;
  return h("div.notice", { role: "note" }, h("strong", {}, t("visit.returned", { n: assignment.revision })), h("p", {}, assignment.return_reason));
}

async function content(inspection, step, key, inner) {
  if (OWN[step]) return (await OWN[step]())(inspection, key ?? null);
  const section = inspection.programme.form.sections.find((one) => one.id === step);
  if (!section) return { element: h("p.empty", {}, t("visit.gone")), refresh() {} };
  if (section.kind !== "repeat") return titled(inspection, section, part(inspection, section, []));
  if (!key) return titled(inspection, section, await repeat(inspection, section, (row) => `#/visit/${inspection.id}/${step}/${row}`));
  await fillRow(inspection, section, key);
  return rowPage(inspection, section, key, inner ?? section.sections[0].id, await following(inspection, section, key));
}

function titled(inspection, section, body) {
  const optional = section.optional ? h("span.optional", {}, ` ${t("form.optional")}`) : null;
  const element = h("div", {}, h("h2", {}, said(inspection.programme, `form.${section.id}`), optional), body.element);
  return { ...body, element };
}

/** One thing: its inner sections as tabs, one of them open; the next thing is one tap away. */
function rowPage(inspection, section, key, inner, next) {
  const path = rowPath(sectionPath([], section), key);
  const base = `#/visit/${inspection.id}/${section.id}`;
  const open = section.sections.find((one) => one.id === inner) ?? section.sections[0];
  const body = part(inspection, open, path);
  const seen = pictures(inspection, path);
  const title = h("h2");
  const tabs = h("nav.tabs", { "aria-label": said(inspection.programme, `form.${section.id}`) });
  const tab = (one) => {
    const begun = inspection.count([...path, ...one.path]) > 0 && one.path.length > 0;
    return h("a.tab", { href: `${base}/${key}/${one.id}`, "aria-current": one === open ? "true" : null, "data-tab": one.id, "data-begun": String(begun) },
      said(inspection.programme, `form.${one.id}`));
  };
  const refresh = () => {
    fill(title, rowLabel(inspection, section, path) || t("row.unnamed"));
    refill(tabs, section.sections.length > 1 ? section.sections.map(tab) : []);
    seen.refresh();
    body.refresh();
  };
  const photo = link(t("photos.here"), `#/visit/${inspection.id}/photos/${encodeURIComponent(JSON.stringify(path))}`, "button small");
  const nextThing = next && link(t("row.next", { number: next.number }), `${base}/${next.key}`, "button small next-thing");
  const head = h("div.row-head", {}, link(`‹ ${said(inspection.programme, `form.${section.id}`)}`, base, "back"), title, photo, nextThing);
  return { ...body, element: h("div", {}, head, tabs, seen.element, body.element), refresh };
}

function onward(inspection, step, key, inner) {
  const target = onwardAddress(inspection, step, key, inner);
  if (!target) return [];
  return link(t("visit.next", { step: onwardText(inspection, step, key, inner) }), target, "button next");
}

/** After the last inner step of a thing comes the list of things again; after the last step nothing. */
function onwardAddress(inspection, step, key, inner) {
  const section = inspection.programme.form.sections.find((one) => one.id === step);
  const base = `#/visit/${inspection.id}`;
  if (section?.kind === "repeat" && key) {
    const next = innerAfter(section, inner);
    return next ? `${base}/${step}/${key}/${next.id}` : `${base}/${step}`;
  }
  const all = steps(inspection);
  const next = all[all.findIndex((one) => one.id === step) + 1];
  return next && !ASIDE.has(step) ? `${base}/${next.id}` : null;
}

function onwardText(inspection, step, key, inner) {
  const section = inspection.programme.form.sections.find((one) => one.id === step);
  if (section?.kind === "repeat" && key) return said(inspection.programme, `form.${(innerAfter(section, inner) ?? section).id}`);
  const all = steps(inspection);
  return all[all.findIndex((one) => one.id === step) + 1].text;
}

const innerAfter = (section, inner) => {
  const at = section.sections.findIndex((one) => one.id === (inner ?? section.sections[0].id));
  return section.sections[at + 1];
};
