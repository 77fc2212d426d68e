/** Signing in: once for each tablet, with a password or with a code that the office shows. */
import { SHORTEST_PIN } from "../../core/locking.js";
import { canScan } from "../../device/scanner.js";
import { verifier } from "../../device/secrets.js";
import { mustBeInstalled, room } from "../../device/storage.js";
import * as settings from "../../store/settings.js";
import { codeIn, enrol } from "../../sync/enrolment.js";
import { Refused } from "../../sync/failures.js";
import { button, fill, h } from "../dom.js";
import { t } from "../words.js";
import { scanner } from "./scan.js";

/** @param {import("../app.js").App} app @param {string} [code] from the address that the system's camera opened */
export function signIn(app, code) {
  const unsent = h("p.notice");
  const refresh = () => {
    unsent.hidden = !app.totals.unsent;
    unsent.textContent = t("sign.unsent", { n: app.totals.unsent });
  };
  refresh();
  const ways = h("div.sign-in");
  const show = (way, other, given) => fill(ways, way(app, given),
    button(t(way === byPassword ? "sign.by_code" : "sign.by_password"), () => show(other, way), "quiet other-way"));
  if (code === undefined) show(byPassword, byCode);
  else {
    // The code works once, and need not stay in the address.
    history.replaceState(null, "", "#/enrol");
    show(byCode, byPassword, code);
  }
  const element = h("div.sign-in", {},
    h("h1", {}, t("sign.title")), h("p", {}, t("sign.why")),
    mustBeInstalled() ? h("p.notice", {}, t("storage.install")) : null, unsent, ways);
  return { element, refresh };
}

const input = (name, type, more = {}) => h("input", { id: `sign-${name}`, name, type, required: true, maxlength: 60, ...more });
const line = (field, label, hint) =>
  h("div.field", {}, h("label", { for: field.id }, label), hint ? h("p.hint", {}, hint) : null, field);

function byPassword(app) {
  const username = input("username", "text", { autocomplete: "username", autocapitalize: "off" });
  const password = input("password", "password", { autocomplete: "current-password", maxlength: 1000 });
  const act = (deviceName) => enrol(app.office, { username: username.value.trim(), password: password.value, deviceName });
  const locks = async (kept) => ({ password: await verifier(password.value), pin: kept?.pin ?? null });
  return form(app, [line(username, t("sign.username")), line(password, t("sign.password"))], act, locks);
}

/** Without a password the page would have nothing to lock with: a PIN is chosen at once. */
function byCode(app, given = "") {
  const code = input("code", "text", { autocomplete: "off", autocapitalize: "characters", maxlength: 300, value: codeIn(given) });
  const pin = input("pin", "password", { autocomplete: "new-password", minlength: SHORTEST_PIN, maxlength: 1000 });
  const stage = h("div.stage");
  const scan = button(t("find.scan"), () => fill(stage, scanner((text) => {
    code.value = codeIn(text);
  }, () => fill(stage))), "scan");
  scan.hidden = true;
  canScan().then((can) => {
    scan.hidden = !can;
  });
  const act = (deviceName) => enrol(app.office, { code: codeIn(code.value), deviceName });
  const locks = async (kept) => ({ password: kept?.password ?? null, pin: await verifier(pin.value) });
  const parts = [line(code, t("sign.code"), t("sign.code_hint")), h("div.scanning", {}, scan, stage), line(pin, t("sign.pin"), t("lock.pin_hint", { n: SHORTEST_PIN }))];
  return form(app, parts, act, locks);
}

/** @param {(deviceName: string) => Promise<{id: string}>} act @param {(kept: any) => Promise<any>} locks what opens the page from now on */
function form(app, parts, act, locks) {
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
      const former = await settings.all(app.office);
      const inspector = await act(device.value.trim());
      await settings.put(app.office, { locks: await locks(former.inspector?.id === inspector.id ? former.locks : null) });
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
  return h("form.sign-in", { onsubmit: send }, said, parts, line(device, t("sign.device"), t("sign.device.hint")), submit);
}
