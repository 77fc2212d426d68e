/** After how many minutes the page locks, and the PIN that opens it as the password does. */
import { canLock, DEFAULT_MINUTES, MINUTES, SHORTEST_PIN } from "../../core/locking.js";
import { fits, verifier } from "../../device/secrets.js";
import * as settings from "../../store/settings.js";
import { button, h } from "../dom.js";
import { t } from "../words.js";

/** @param {import("../app.js").App} app @returns {HTMLElement} */
export function lockSettings(app) {
  const known = app.settings;
  const minutes = known.lock_minutes ?? DEFAULT_MINUTES;
  const pick = (n) => h("button.choice", { type: "button", "aria-pressed": String(n === minutes), "data-lock-minutes": n,
    onclick: () => app.put({ lock_minutes: n }).then(() => app.dispatchEvent(new Event("redraw"))) }, t("lock.minutes", { n }));
  const now = canLock(known) ? button(t("lock.now"), () => app.dispatchEvent(new Event("lock")), "lock-now") : h("p.notice", {}, t("lock.none"));
  return h("div.settings", {}, h("h2", {}, t("lock.settings")), h("p", { id: "lock-after" }, t("lock.after")),
    h("div.choices", { role: "group", "aria-labelledby": "lock-after" }, MINUTES.map(pick)), now, pinForm(app));
}

function pinForm(app) {
  const secret = (id, label, hint) => {
    const input = h("input", { id, type: "password", autocomplete: "off", maxlength: 1000, required: true });
    return { input, element: h("div.field", {}, h("label", { for: id }, t(label)), hint ? h("p.hint", {}, hint) : null, input) };
  };
  const present = canLock(app.settings) ? secret("lock-present", "lock.present", null) : null;
  const pin = secret("lock-pin", "lock.pin", t("lock.pin_hint", { n: SHORTEST_PIN }));
  const said = h("p", { role: "status" });
  const save = async (event) => {
    event.preventDefault();
    const failure = await change(app, present?.input.value, pin.input.value);
    said.className = failure ? "problem" : "done";
    said.textContent = failure ?? t("lock.saved");
    for (const one of [present, pin]) if (one && !failure) one.input.value = "";
  };
  return h("details", {}, h("summary", {}, t("lock.set_pin")), h("form.sign-in", { onsubmit: save }, present?.element ?? null, pin.element, said,
    h("button.button", { type: "submit" }, t("lock.save"))));
}

/** @returns {Promise<string | null>} why the PIN was not changed */
async function change(app, present, pin) {
  if (pin.length < SHORTEST_PIN) return t("lock.too_short", { n: SHORTEST_PIN });
  const { locks } = await settings.all(app.office);
  const kept = [locks?.pin, locks?.password].filter(Boolean);
  const checks = await Promise.all(kept.map((one) => fits(present ?? "", one)));
  if (kept.length && !checks.includes(true)) return t("lock.wrong");
  await app.put({ locks: { password: locks?.password ?? null, pin: await verifier(pin) } });
  return null;
}
