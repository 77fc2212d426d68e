/** Connecting a check balance by its wire. Typing goes on as ever. */
import { canRead, PROTOCOLS, SPEEDS } from "../../device/serial.js";
import { button, fill, h } from "../dom.js";
import { wire } from "../wire.js";
import { t } from "../words.js";

const UNITS = ["g", "kg"];

/** @param {AbortSignal} signal ends with the page */
export function wireSettings(signal) {
  const element = h("div.wire", {}, h("h2", {}, t("wire.title")), h("p.hint", {}, t("wire.hint")));
  if (!canRead()) {
    element.append(h("p", {}, t("wire.cannot")));
    return element;
  }
  const select = (id, codes, word, chosen = "") =>
    h("select", { id }, chosen === "" ? h("option", { value: "" }, t("wire.choose")) : null, codes.map((code) => h("option", { value: code, selected: code === chosen }, word(code))));
  const protocol = select("wire-protocol", Object.keys(PROTOCOLS), (code) => t(`wire.${code}`));
  const unit = select("wire-unit", UNITS, (code) => code);
  const speed = select("wire-speed", SPEEDS.map(String), (code) => code, "9600");
  const line = (field, code) => h("div.field", {}, h("label", { for: field.id }, t(code)), field);
  const unitLine = line(unit, "wire.unit");
  const said = h("p.status", { role: "status" });
  const buttons = h("div.buttons");
  const tellsUnit = () => protocol.value === "" || PROTOCOLS[protocol.value].tellsUnit;
  const draw = () => {
    unitLine.hidden = tellsUnit();
    const { scale } = wire;
    const reading = scale?.reading;
    said.textContent = !scale ? t("wire.none") : reading ? `${reading.value} ${reading.unit ?? ""} · ${t(reading.stable ? "wire.stable" : "wire.moving")}` : t("wire.waiting");
    const open = String(Boolean(scale));
    if (buttons.dataset.open === open) return;
    buttons.dataset.open = open;
    fill(buttons, scale ? button(t("wire.close"), () => scale.close()) : button(t("wire.connect"), connect));
  };
  const connect = async () => {
    if (!protocol.value || !(tellsUnit() || unit.value)) {
      said.textContent = t("wire.incomplete");
      return;
    }
    try {
      await wire.connect(protocol.value, tellsUnit() ? null : unit.value, Number(speed.value));
    } catch (error) {
      said.textContent = t("wire.failed", { error: error.name });
    }
  };
  protocol.addEventListener("change", draw);
  wire.addEventListener("change", draw, { signal });
  element.append(line(protocol, "wire.protocol"), unitLine, line(speed, "wire.speed"), buttons, said);
  draw();
  return element;
}
