/** Arriving: the way to what is shown to the business, and the province's code of the visit with the time it was scanned or typed. */
import { arrival } from "../../core/arrival.js";
import { canScan } from "../../device/scanner.js";
import { told } from "../doing.js";
import { button, fill, h } from "../dom.js";
import { moment, t } from "../words.js";
import { scanner } from "./scan.js";

/** @param {import("../inspection.js").Inspection} inspection @returns {import("../form/fields.js").Part} */
export function arriving(inspection) {
  const input = h("input", { id: "entry-code", type: "text", maxlength: 200, autocomplete: "off", autocapitalize: "off", enterkeyhint: "done" });
  const problem = h("p.problem", { role: "status", hidden: true });
  const [stage, list] = [h("div.stage"), h("div.arrived")];
  const keeping = new Set();
  const keep = async (code, means) => {
    problem.hidden = Boolean(code);
    problem.textContent = code ? "" : t("arrive.empty");
    // The disk is still at it: that is the second tap of a finger.
    if (!code || keeping.has(code)) return;
    keeping.add(code);
    await told(inspection, t("arrive.code"), async () => {
      await inspection.append([{ kind: "entry_code", body: { code, means } }]);
      if (input.value.trim() === code) input.value = "";
    }, `code ${code}`)();
    keeping.delete(code);
  };
  const type = (event) => {
    event.preventDefault();
    keep(input.value.trim(), "typed");
  };
  const scan = button(t("find.scan"), () => fill(stage, scanner((code) => keep(code.trim().slice(0, 200), "scanned"), () => fill(stage))), "scan");
  scan.hidden = true;
  canScan().then((can) => {
    scan.hidden = !can;
  });
  const element = h("div.arriving", {}, h("h3", {}, t("arrive.title")),
    h("a.button.show-code", { href: `#/visit/${inspection.id}/showing` }, t("arrive.show")),
    h("form.finder", { onsubmit: type }, h("label", { for: input.id }, t("arrive.code")), h("p.hint", {}, t("arrive.code_hint")),
      h("div.entry", {}, input, h("button.button", { type: "submit" }, t("arrive.keep")), scan), problem, stage), list);
  const refresh = () => {
    const { shown, codes } = arrival(inspection.counting);
    fill(list, shown.map(({ at, body }) => h("p.done", {}, t("show.shown", { at: moment(at), to: body.to }))),
      codes.map(({ at, body }) => h("p.done", { "data-code": body.code }, `${t("entries.entry_code")}: ${body.code} · ${t(`arrive.${body.means}`)} · ${moment(at)}`)));
  };
  refresh();
  return { element, refresh };
}
