/** Signing in: once for each tablet. */
import { verifier } from "../../device/secrets.js";
import { mustBeInstalled, room } from "../../device/storage.js";
import * as settings from "../../store/settings.js";
import { enrol } from "../../sync/enrolment.js";
import { Refused } from "../../sync/failures.js";
import { h } from "../dom.js";
import { t } from "../words.js";

/** @param {import("../app.js").App} app */
export function signIn(app) {
  const input = (name, type, more = {}) => h("input", { id: `sign-${name}`, name, type, required: true, maxlength: 60, ...more });
  const username = input("username", "text", { autocomplete: "username", autocapitalize: "off" });
  const password = input("password", "password", { autocomplete: "current-password", maxlength: 1000 });
  const device = input("device", "text", { value: app.settings.device?.name ?? "" });
  const said = h("p.problem", { role: "alert", hidden: true });
  const submit = h("button.button.primary", { type: "submit" }, t("sign.in"));
  const say = (text) => {
    said.hidden = !text;
    said.textContent = text;
  };
  const send = async (event) => {
    event.preventDefault();
    say("");
    submit.disabled = true;
    try {
      const { inspector: former, locks } = await settings.all(app.office);
      const inspector = await enrol(app.office, { username: username.value.trim(), password: password.value, deviceName: device.value.trim() });
      const pin = former?.id === inspector.id ? (locks?.pin ?? null) : null;
      await settings.put(app.office, { locks: { password: await verifier(password.value), pin } });
      await app.load();
      app.dispatchEvent(new Event("signed-in"));
      await room(true);
      app.synchroniser.start();
      location.hash = "#/";
    } catch (error) {
      say(error instanceof Refused ? error.message : t(error.reason ? `sync.${error.reason}` : "sync.fault"));
    } finally {
      submit.disabled = false;
    }
  };
  const line = (field, label, hint) =>
    h("div.field", {}, h("label", { for: field.id }, t(label)), hint ? h("p.hint", {}, t(hint)) : null, field);
  const unsent = h("p.notice");
  const refresh = () => {
    unsent.hidden = !app.totals.unsent;
    unsent.textContent = t("sign.unsent", { n: app.totals.unsent });
  };
  refresh();
  const element = h("form.sign-in", { onsubmit: send },
    h("h1", {}, t("sign.title")), h("p", {}, t("sign.why")),
    mustBeInstalled() ? h("p.notice", {}, t("storage.install")) : null,
    unsent,
    said, line(username, "sign.username"), line(password, "sign.password"), line(device, "sign.device", "sign.device.hint"), submit);
  return { element, refresh };
}
