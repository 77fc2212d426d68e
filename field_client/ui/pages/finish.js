/** The end of a visit: what is still open, and how far what was entered has come. */
import { missing } from "../../core/forms.js";
import { button, h, link, refill } from "../dom.js";
import { once, told } from "../doing.js";
import { said, t } from "../words.js";
import { nextPart, toPart } from "./parts.js";
import { place } from "./today.js";

/** @param {import("../inspection.js").Inspection} inspection @returns {import("../form/fields.js").Part} */
export function finish(inspection) {
  const body = h("div.finish");
  const refresh = () => refill(body, inspection.finish() ? finished(inspection) : open(inspection));
  refresh();
  return { element: h("div", {}, h("h2", {}, t("step.finish")), body), refresh, focus: false };
}

function open(inspection) {
  const problems = openPoints(inspection);
  const end = once(told(inspection, t("step.finish"), async () => {
    await inspection.written;
    const { revision } = inspection.assignment;
    const mine = inspection.own.filter((one) => inspection.isOwn(one) && one.operation.revision === revision);
    await inspection.append([{ kind: "finish", body: { operations: mine.length + 1 } }]);
  }));
  return [
    problems.length
      ? [h("p", {}, t("finish.open", { n: problems.length })), h("ul.open-points", {}, problems.map(({ text, href }) => h("li", {}, link(text, href))))]
      : h("p.done", {}, t("finish.nothing_open")),
    h("p.hint", {}, t("finish.hint")),
    button(t(problems.length ? "finish.anyway" : "finish.now"), end, "primary finish-button"),
  ];
}

function finished(inspection) {
  const standing = inspection.app.standings.get(inspection.id);
  const waiting = new Set(inspection.app.waiting.map((one) => one.id));
  const entry = inspection.own.find((one) => one.id === inspection.finish().id);
  const next = nextPart(inspection.app, inspection.assignment);
  return [
    h("p.done", { "data-finished": true }, t("finish.done")), standing ? h("p", {}, place(standing)) : null,
    h("p.hint", {}, t("finish.then")),
    waiting.has(entry.id) ? button(t("finish.reopen"), once(told(inspection, t("finish.reopen"), () => inspection.undo([entry]))), "quiet") : null,
    next ? toPart(inspection.app, next) : null,
    link(t("finish.next"), "#/", next ? "button" : "button next"),
  ];
}

/** What somebody would want to look at before finishing; none of it prevents finishing. */
function openPoints(inspection) {
  const { programme, folded, id } = inspection;
  if (folded.not_possible) return [];
  const to = (step) => `#/visit/${id}/${step}`;
  const answers = { value: (path) => inspection.values(path)[0]?.value, rows: (path) => inspection.rows(path) };
  const stepOf = (path) => {
    const section = programme.form.sections.find((one) => one.path[0] === path[0] && one.path.length) ?? programme.form.sections[0];
    const key = path.find((segment) => segment.startsWith("@"));
    return section.kind === "repeat" && key ? `${section.id}/${key.slice(1)}` : section.id;
  };
  const lacking = missing(programme.form.sections, answers).map(({ section, field, path }) => ({
    text: `${said(programme, `form.${section.id}`)} › ${said(programme, `form.${section.id}.${field.id}`)}`,
    href: to(stepOf(path)),
  }));
  const conflicts = folded.conflicts.map(({ path }) => ({ text: t("finish.conflict"), href: to(stepOf(path)) }));
  const consent = folded.signature || folded.refusal ? [] : [{ text: t("finish.consent"), href: to("consent") }];
  return [...lacking, ...conflicts, ...consent];
}
