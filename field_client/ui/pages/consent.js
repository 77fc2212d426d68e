/** The inspected party signs over the fingerprint of what is shown, or does not, with a reason and a witness. */
import { fingerprint } from "../../core/canonical.js";
import { drawing } from "../../device/pictures.js";
import { button, fill, h, refill } from "../dom.js";
import { once, told } from "../doing.js";
import { t } from "../words.js";
import { entered } from "../copy.js";
import { copying } from "./copying.js";
import { glass } from "./glass.js";

/** @param {import("../inspection.js").Inspection} inspection @returns {Promise<import("../form/fields.js").Part>} */
export async function consent(inspection) {
  const state = h("div.consent-state");
  const said = h("p.problem", { role: "status", hidden: true });
  const copy = copying(inspection);
  const read = reading(inspection);
  // Whoever has signed, or did not, sees that it is written down.
  const done = async () => {
    await standing(inspection, state);
    state.scrollIntoView({ block: "nearest" });
  };
  const element = h("div.consent", {}, h("h2", {}, t("step.consent")), read.element, state, said, signing(inspection, said, done), refusing(inspection, said, done), copy.element);
  const refresh = () => {
    read.refresh();
    standing(inspection, state);
    copy.refresh();
  };
  refresh();
  // The glass stays where it is shown: nothing comes above it later.
  await standing(inspection, state);
  return { element, refresh, focus: false };
}

/** Whoever signs has the record before them, as the copy has it. */
function reading(inspection) {
  const list = h("dl.facts");
  let drawn = "";
  const refresh = () => {
    const lines = entered(inspection);
    const now = JSON.stringify(lines);
    if (now === drawn) return;
    drawn = now;
    fill(list, lines.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
  };
  const title = h("h3", {}, t("consent.read"));
  return { element: h("div", {}, title, h("div.reading", { role: "region", tabindex: 0, "aria-label": t("consent.read") }, list)), refresh };
}

async function standing(inspection, state) {
  const { record, signature, refusal, photos, violations } = inspection.folded;
  const print = await fingerprint(record);
  const counts = t("consent.counts", { fields: inspection.fields.size, photos: photos.length, violations: violations.length });
  refill(state, h("p", {}, counts), h("p", {}, t("consent.print"), " ", h("code.print", {}, print)),
    signature ? h("p.done", { "data-signed": signature.name }, t("consent.signed", { name: signature.name })) : null,
    signature && signature.record_sha256 !== print ? h("p.notice", {}, t("consent.changed")) : null,
    refusal ? h("p.done", { "data-refused": refusal.witness }, t("consent.refused", refusal)) : null);
}

function signing(inspection, said, done) {
  const name = h("input", { id: "signer", type: "text", maxlength: 100, autocomplete: "off" });
  const pane = glass();
  const save = once(async () => {
    if (!name.value.trim() || pane.empty()) return say(said, t("consent.incomplete"));
    say(said, "");
    try {
      const picture = await drawing(pane.canvas);
      const record_sha256 = await fingerprint(inspection.folded.record);
      const body = { name: name.value.trim(), strokes_sha256: picture.sha256, record_sha256 };
      await inspection.append([{ kind: "signature", body }], [picture]);
      pane.clear();
      await done();
    } catch (error) {
      say(said, t("saved.failed", { error: error.name }));
    }
  });
  return h("fieldset.signing", {}, h("legend", {}, t("consent.sign")), h("label", { for: name.id }, t("consent.name")), name,
    h("p.hint", {}, t("consent.draw")), pane.canvas,
    h("div.buttons", {}, button(t("consent.save"), save, "primary"), button(t("consent.clear"), pane.clear)));
}

function refusing(inspection, said, done) {
  const reason = h("input", { id: "refusal-reason", type: "text", maxlength: 500 });
  const witness = h("input", { id: "refusal-witness", type: "text", maxlength: 200 });
  const save = once(told(inspection, t("consent.save_refusal"), async () => {
    if (!reason.value.trim() || !witness.value.trim()) return say(said, t("consent.refusal_incomplete"));
    say(said, "");
    await inspection.append([{ kind: "refusal", body: { reason: reason.value.trim(), witness: witness.value.trim() } }]);
    [reason.value, witness.value] = ["", ""];
    await done();
  }));
  return h("details.refusing", {}, h("summary", {}, t("consent.refuse")), h("label", { for: reason.id }, t("consent.reason")), reason,
    h("label", { for: witness.id }, t("consent.witness")), witness, button(t("consent.save_refusal"), save));
}

function say(said, text) {
  said.hidden = !text;
  said.textContent = text;
}
