/** 亮码: what the inspected business reads from the glass: who comes, on what authority, for which draw; and that it was shown. */
import { arrival } from "../../core/arrival.js";
import { visitOf } from "../../core/visits.js";
import { button, fill, h } from "../dom.js";
import { once, told } from "../doing.js";
import { qr } from "../qr.js";
import { either, moment, said, t } from "../words.js";

/** @param {import("../inspection.js").Inspection} inspection @returns {import("../form/fields.js").Part} */
export function showing(inspection) {
  const shown = h("div.shown");
  const to = h("input", { id: "shown-to", type: "text", maxlength: 100, autocomplete: "off" });
  const keep = once(told(inspection, t("show.done"), async () => {
    await inspection.append([{ kind: "shown", body: { to: to.value.trim() } }]);
    to.value = "";
  }));
  const element = h("div.showing", {}, h("h2", {}, t("show.title")), h("p", {}, t("show.intro")), facts(inspection), address(inspection),
    h("div.field", {}, h("label", { for: to.id }, t("show.to")), to), button(t("show.done"), keep, "primary show-done"), shown,
    h("a.button", { href: `#/visit/${inspection.id}/overview` }, t("close")));
  const refresh = () => fill(shown, arrival(inspection.counting).shown.map(({ at, body }) =>
    h("p.done", { "data-shown": at }, t("show.shown", { at: moment(at), to: body.to }))));
  refresh();
  return { element, refresh, focus: false };
}

function facts({ assignment, app }) {
  const { object, draw, plan, team } = assignment;
  const line = (code, ...values) => (values.filter(Boolean).length ? [h("dt", {}, t(code)), h("dd", {}, values.filter(Boolean).map((value) => h("div", {}, value)))] : []);
  const units = [...new Set(team.map((one) => one.unit).filter(Boolean))];
  return h("dl.facts", {},
    line("show.who", ...team.map((one) => `${one.name} · ${t("show.certificate", { number: one.certificate })}${one.lead ? ` · ${t("fact.lead")}` : ""}`)),
    line("show.unit", ...units), line("show.authority", plan.authority, ...(plan.taking_part ?? [])), line("fact.basis", plan.basis),
    line("copy.object", `${object.name} · ${object.number}`), line("copy.programme", ...visitOf(app.bundle.content.assignments, assignment).map((one) => said(app.programme(one), "programme"))),
    line("show.plan", plan.title), line("show.draw", `${draw.number} · ${either(draw.title)}`), line("show.commitment", h("code", {}, draw.commitment)));
}

/** Assignments that were fetched by an earlier client have no address yet. */
function address({ assignment, app }) {
  const { site } = app.bundle.content;
  if (app.practising || !site) return h("p.notice", {}, t(app.practising ? "practice.banner" : "show.no_address"));
  const target = `${site}/draws/${assignment.draw.id}`;
  return h("div.address", {}, qr(target, t("show.address")), h("p", {}, `${t("show.address")}: `, h("code", {}, target)));
}
