/** Before the visit: who is inspected, on what grounds, by whom; and the way out when it cannot be carried out. */
import { button, h, refill } from "../dom.js";
import { once, told } from "../doing.js";
import { either, t } from "../words.js";
import { arriving } from "./arriving.js";

export const REASONS = ["closed", "moved", "not_found", "refused", "other"];

/** @param {import("../inspection.js").Inspection} inspection @returns {import("../form/fields.js").Part} */
export function overview(inspection) {
  const state = h("div.start");
  const arrived = arriving(inspection);
  const element = h("div.overview", {}, h("h2", {}, t("step.overview")), facts(inspection), arrived.element, together(inspection), earlier(inspection), state);
  let asking = false;
  const refresh = () => {
    arrived.refresh();
    refill(state, parts(inspection, asking, (open) => {
      asking = open;
      refresh();
    }));
  };
  refresh();
  return { element, refresh };
}

function parts(inspection, asking, ask) {
  const { not_possible: impossible, started } = inspection.folded;
  if (impossible) return notPossible(inspection, impossible);
  const begin = button(t("start.begin"), once(told(inspection, t("start.begin"), async () => {
    const here = location.hash;
    await inspection.append(inspection.startDrafts());
    // Whoever has gone elsewhere while the disk wrote stays there.
    if (location.hash !== here) return;
    const [section] = inspection.programme.form.sections;
    location.hash = `#/visit/${inspection.id}/${section.id}`;
  })), "primary");
  return [
    started ? h("p.started", {}, t("start.started", { day: started })) : begin,
    asking ? reasons(inspection, ask) : button(t("impossible.ask"), () => ask(true), "quiet"),
  ];
}

function reasons(inspection, ask) {
  const note = h("textarea", { id: "impossible-note", maxlength: 2000, rows: 2 });
  const one = (reason) => button(t(`impossible.${reason}`), () => {
    ask(false);
    const body = { reason, note: note.value.trim() };
    told(inspection, t("impossible.title"), () => inspection.append([{ kind: "not_possible", body }]))();
  }, "choice");
  return h("fieldset", {}, h("legend", {}, t("impossible.why")), h("label", { for: note.id }, t("impossible.note")), note,
    h("div.choices", {}, REASONS.map(one)), button(t("cancel"), () => ask(false), "quiet"));
}

function notPossible(inspection, { reason, note, operation }) {
  const entry = inspection.own.find((one) => one.id === operation);
  return h("div.notice", { "data-impossible": reason }, h("strong", {}, `${t("impossible.title")}: ${t(`impossible.${reason}`)}`), note ? h("p", {}, note) : null,
    h("p", {}, t("impossible.finish")),
    entry ? button(t("undo"), once(told(inspection, t("undo"), () => inspection.undo([entry]))), "small") : null);
}

function facts({ assignment }) {
  const { object, draw, plan, team, order, due } = assignment;
  const line = (name, value) => (value ? [h("dt", {}, t(`fact.${name}`)), h("dd", {}, value)] : []);
  return h("dl.facts", {},
    line("number", object.number), line("address", `${either(object.division_name)} ${object.address}`), line("contact", object.contact),
    line("plan", plan.title), line("basis", plan.basis), line("draw", `${draw.number} · ${t("fact.order", { n: order })}`), line("due", due),
    line("team", team.map((one) => `${one.name} (${one.certificate})${one.lead ? ` · ${t("fact.lead")}` : ""}`).join(", ")));
}

/** What else is due at this business; bundles of an earlier server do not say. */
function together({ assignment }) {
  const { day, also } = assignment.together ?? { day: null, also: [] };
  if (!day && !also.length) return null;
  const one = ({ programmes, draw, due, team, same_day: sameDay }) =>
    h("li", {}, `${draw} · ${programmes.map(either).join(", ")} · ${team.join(", ")} · ${t(sameDay ? "fact.same_day" : "fact.until", { day: due })}`);
  return h("div.earlier", {}, h("h3", {}, t("fact.also")), day ? h("p", {}, t("fact.merged", { day })) : null, h("ul", {}, also.map(one)));
}

function earlier({ assignment, app }) {
  const rows = assignment.earlier ?? [];
  if (!rows.length) return null;
  const verdict = (code) => either(app.bundle.content.texts?.verdict?.[code]) || code;
  return h("div.earlier", {}, h("h3", {}, t("fact.earlier")), h("ul", {}, rows.map((one) => h("li", {}, `${one.date} · ${verdict(one.verdict)} · ${one.number}`))));
}
