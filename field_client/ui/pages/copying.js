/** The inspected party takes a copy of the provisional record along: as a file, or by scanning it from the glass. */
import { asPage, asText, copyOf } from "../copy.js";
import { button, fill, h } from "../dom.js";
import { bytesOf, MOST_BYTES, qr } from "../qr.js";
import { t } from "../words.js";

/** @param {import("../inspection.js").Inspection} inspection @returns {import("../form/fields.js").Part} */
export function copying(inspection) {
  const stage = h("div.copy-stage");
  let shown = false;
  const save = async () => {
    const copy = await copyOf(inspection, new Date());
    const url = URL.createObjectURL(new Blob([asPage(copy)], { type: "text/html" }));
    h("a", { href: url, download: `provisional-${inspection.assignment.object.number}-${inspection.day}.html` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };
  const draw = async () => {
    if (!shown) return fill(stage);
    const { text, whole } = asText(await copyOf(inspection, new Date()));
    // A business with the longest name and address may leave no room even for these.
    if (bytesOf(text) > MOST_BYTES) return fill(stage, h("p.notice", {}, t("copy.too_long")));
    fill(stage, whole ? null : h("p.notice", {}, t("copy.short")), qr(text, t("copy.qr")), h("pre.copy-text", {}, text));
  };
  const toggle = () => {
    shown = !shown;
    draw();
  };
  const element = h("div.copying", {}, h("h3", {}, t("copy.title")), h("p.hint", {}, t("copy.what")),
    h("div.buttons", {}, button(t("copy.save"), save, "copy-save"), button(t("copy.qr"), toggle, "copy-qr")), stage);
  return { element, refresh: draw };
}
