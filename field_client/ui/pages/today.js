/** Today's visits in the order of the draw, and the way to one by its number. */
import { find, numberOf, publicPage } from "../../core/codes.js";
import { word } from "../../core/standing.js";
import { canScan } from "../../device/scanner.js";
import { registeredKey } from "../../core/forms.js";
import { inOrder } from "../../core/tickets.js";
import { visits } from "../../core/visits.js";
import { button, fill, h, link, refill } from "../dom.js";
import { either, said, t } from "../words.js";
import { scanner } from "./scan.js";

/** @param {import("../app.js").App} app @param {{number: string, page: string | null}} [missed] a label that leads to none of the visits */
export function todayPage(app, missed) {
  const list = h("ol.visits");
  const former = h("div.former");
  const element = h("section.today", {}, h("h1", {}, t("today.title")), finder(app, missed), list, former, link(t("help.title"), "#/help", "button quiet help-link"));
  const refresh = () => {
    const assignments = [...(app.bundle?.content.assignments ?? [])];
    const none = h("li.empty", {}, t(app.bundle ? "today.none" : "today.no_bundle"));
    refill(list, assignments.length ? visits(assignments).map((parts, i) => visit(app, parts, i + 1)) : none);
    const known = new Set(assignments.map((one) => one.inspection));
    const done = app.visits.filter((one) => !known.has(one.inspection));
    refill(former, done.length ? [h("h2", {}, t("today.former")), h("ol.visits", {}, done.map((one, i) => formerVisit(app, one, i + 1)))] : []);
  };
  refresh();
  return { element, refresh };
}

/** The day's visits are counted through: each draw counts its own. */
function visit(app, parts, number) {
  if (parts.length > 1) return jointVisit(app, parts, number);
  const [assignment] = parts;
  const { inspection, object } = assignment;
  return h("li", {}, h("a.visit", { href: `#/visit/${inspection}`, "data-inspection": inspection },
    h("span.order", {}, String(number)),
    h("span.what", {}, h("strong", {}, object.name), h("span", {}, [said(app.programme(assignment), "programme"), object.address].filter(Boolean).join(" · ")), small(assignment)),
    h("span.states", {}, states(app, assignment))));
}

/** One visit with a record for each programme: each of them opens its own. */
function jointVisit(app, parts, number) {
  const [{ object }] = parts;
  return h("li", {}, h("div.visit.joint", {}, h("span.order", {}, String(number)),
    h("span.what", {}, h("strong", {}, object.name), h("span", {}, [t("today.joint", { n: parts.length }), object.address].filter(Boolean).join(" · ")), small(parts[0])),
    h("ul.parts", {}, parts.map((one) => h("li", {}, h("a.part", { href: `#/visit/${one.inspection}`, "data-inspection": one.inspection },
      h("span", {}, said(app.programme(one), "programme")), h("span.states", {}, states(app, one))))))));
}

const small = ({ object, due }) => h("span.small", {}, [either(object.division_name), object.number, t("today.due", { day: due })].filter(Boolean).join(" · "));

/** How far a record is, and where its entries are. */
export function states(app, { inspection, revision }) {
  const known = app.standings.get(inspection);
  // What was finished before the office sent it back says nothing of what is to be done now.
  const standing = known && known.revision >= revision ? known : undefined;
  return [revision > 1 ? h("span.tag.returned", {}, t("today.returned")) : null, progress(standing), standing ? place(standing) : null];
}

const formerVisit = (app, { inspection, object, programme }, number) => {
  const standing = app.standings.get(inspection);
  return h("li", {}, h("span.visit", {}, h("span.order", {}, String(number)),
    h("span.what", {}, h("strong", {}, object.name), h("span", {}, `${either(programme)} · ${object.number}`)),
    h("span.states", {}, standing ? place(standing) : null)));
};

function progress(standing) {
  const state = standing?.finished ? "done" : standing ? "begun" : "new";
  return h("span.tag", { class: `progress-${state}` }, t(`progress.${state}`));
}

/** Where the entries of a visit are: on this tablet, sent, verified. @param {import("../../core/standing.js").Standing} standing */
export function place(standing) {
  const where = word(standing);
  const count = where === "tablet" ? ` ${standing.unsent}` : "";
  return h("span.tag", { class: `word-${where}` }, t(`word.${where}`) + count);
}

/** A number typed or scanned opens the visit, and the instrument in it. */
function finder(app, missed) {
  const input = h("input", { id: "find", type: "search", autocomplete: "off", enterkeyhint: "go" });
  const said = h("p.problem", { role: "status", hidden: true });
  const stage = h("div.stage");
  const miss = ({ number, page }) => {
    said.hidden = false;
    fill(said, page ? [t("find.not_today"), " ", h("a.target", { href: page }, t("find.public"))] : t("find.none", { number }));
  };
  const open = async (code) => {
    const number = numberOf(code);
    const target = await address(app, number);
    said.hidden = true;
    if (target) location.hash = target;
    else miss({ number, page: publicPage(code) });
  };
  if (missed) miss(missed);
  const go = (event) => {
    event.preventDefault();
    if (input.value.trim()) open(input.value);
  };
  const scan = button(t("find.scan"), () => fill(stage, scanner((code) => open(code), () => fill(stage))), "scan");
  scan.hidden = true;
  canScan().then((can) => {
    scan.hidden = !can;
  });
  return h("form.finder", { role: "search", onsubmit: go }, h("label", { for: "find" }, t("find.label")),
    h("div.entry", {}, input, h("button.button", { type: "submit" }, t("find.open")), scan), said, stage);
}

/** @param {import("../app.js").App} app @param {string} number @returns {Promise<string | null>} the page of what has this number */
export async function address(app, number) {
  const all = find(app.bundle?.content.assignments ?? [], number);
  const sectionOf = ({ assignment, register }) => app.programme(assignment).form.sections.find((one) => register && one.register === register);
  // In a joint visit the number opens the record in which the thing is inspected.
  const found = all.find(sectionOf) ?? all[0];
  if (!found) return null;
  const { assignment, thing } = found;
  const section = sectionOf(found);
  if (!section) return `#/visit/${assignment.inspection}`;
  if (section.kind !== "repeat") return `#/visit/${assignment.inspection}/${section.id}`;
  const ticketed = await inOrder(assignment.ticket, [thing]);
  return `#/visit/${assignment.inspection}/${section.id}/${registeredKey(ticketed[0])}`;
}
