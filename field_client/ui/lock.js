/**
 * The lock: after a while without a touch the whole page is hidden until the password or the PIN was given. It stays as it was behind it, so that
 * nothing typed is lost, and sending goes on.
 */
import { DEFAULT_MINUTES, isDue, waitAfter } from "../core/locking.js";
import { fits } from "../device/secrets.js";
import * as settings from "../store/settings.js";
import { button, fill, h } from "./dom.js";
import { later } from "./later.js";
import { t } from "./words.js";

const LOOK_MS = 5_000;
/** How often a touch is written down. */
const NOTE_MS = 20_000;

export class Lock {
  /** @param {import("./app.js").App} app */
  constructor(app) {
    this.app = app;
    this.element = h("section.lock", { hidden: true });
    this.noted = 0;
    this.known = {};
    this.touched = Date.now();
    this.steady = performance.now();
    app.addEventListener("lock", () => this.shut());
    app.addEventListener("signed-in", () => this.open());
    for (const touch of ["pointerdown", "keydown"]) addEventListener(touch, () => this.touch(), true);
    addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.look());
    setInterval(() => this.look(), LOOK_MS);
  }

  /** Look whether the page was locked when it was left. @returns {Promise<boolean>} whether it is; `opening` is kept once it is opened */
  async begin() {
    this.known = await settings.all(this.app.office);
    if (isDue(this.known, Date.now())) await this.shut();
    else this.note(Date.now());
    return Boolean(this.isShut);
  }

  /** @private */
  touch() {
    if (this.isShut || this.late()) return;
    this.touched = Date.now();
    this.steady = performance.now();
    if (this.touched - this.noted > NOTE_MS) this.note(this.touched);
  }

  /** Whether this tab was left alone for too long, by either of its clocks. @private */
  late() {
    const idle = performance.now() - this.steady;
    return isDue({ ...this.known, locked: false, last_active: Math.min(this.touched, Date.now() - idle) }, Date.now());
  }

  /** @private */
  async note(at) {
    this.noted = at;
    await this.keep({ last_active: at, locked: false });
  }

  /** A full disk does not keep the page from being locked. @private @param {Record<string, any>} changes */
  keep(changes) {
    return settings.put(this.app.office, changes).catch(console.warn);
  }

  /** Another tab may have been used, locked or opened meanwhile. @private */
  async look() {
    // What is seen when a tablet wakes up must not wait for the disk.
    const late = !this.isShut && this.late();
    if (late) this.hide();
    this.known = await settings.all(this.app.office);
    const due = isDue(this.known, Date.now());
    if (this.isShut && !this.known.locked && !due) this.show();
    else if (!this.isShut && this.known.locked) this.hide();
    else if (late) await this.keep({ locked: true });
  }

  /** @private */
  async shut() {
    if (!this.isShut) this.hide();
    await this.keep({ locked: true });
  }

  /** @private */
  hide() {
    this.isShut = true;
    this.opening = new Promise((resolve) => (this.opened = resolve));
    this.left = document.activeElement;
    // Leaving a field enters what was typed in it.
    if (this.left instanceof HTMLElement) this.left.blur();
    this.element.hidden = false;
    document.body.classList.add("locked");
    // A camera does not go on behind the lock.
    dispatchEvent(new Event("locked"));
    this.draw();
  }

  /** @private */
  show() {
    this.isShut = false;
    this.touched = Date.now();
    this.steady = performance.now();
    document.body.classList.remove("locked");
    this.element.hidden = true;
    fill(this.element);
    this.opened?.();
    if (this.left instanceof HTMLElement && this.left.isConnected) this.left.focus({ preventScroll: true });
  }

  /** @private */
  async open() {
    this.known = { ...(await settings.all(this.app.office)), locked: false };
    await this.keep({ lock_failures: null });
    await this.note(Date.now());
    if (this.isShut) this.show();
  }

  /** @private */
  draw() {
    const secret = h("input", { id: "lock-secret", type: "password", autocomplete: "off", required: true, maxlength: 1000 });
    const said = h("p.problem", { role: "alert", hidden: true });
    const submit = h("button.button.primary", { type: "submit" }, t("lock.open"));
    const send = async (event) => {
      event.preventDefault();
      submit.disabled = true;
      const failure = await this.attempt(secret.value).catch((error) => t("saved.failed", { error: error.name }));
      secret.value = "";
      submit.disabled = false;
      said.hidden = !failure;
      said.textContent = failure ?? "";
      if (failure) secret.focus();
    };
    const forgotten = async () => {
      const { signIn } = await later.signIn();
      fill(this.element, signIn(this.app).element, button(t("cancel"), () => this.draw(), "quiet"));
    };
    const again = button(t("lock.forgotten"), forgotten, "quiet");
    const minutes = this.known.lock_minutes ?? DEFAULT_MINUTES;
    fill(this.element, h("form.sign-in", { onsubmit: send }, h("h1", {}, t("lock.title")), h("p", {}, t("lock.why", { n: minutes })),
      said, h("div.field", {}, h("label", { for: secret.id }, t("lock.secret")), secret), submit, again));
    secret.focus();
  }

  /** @private @returns {Promise<string | null>} why it stays locked */
  async attempt(secret) {
    const { locks, lock_failures: failed } = await settings.all(this.app.office);
    const wait = failed ? waitAfter(failed.count) - Math.max(0, Date.now() - failed.at) : 0;
    if (wait > 0) return t("lock.wait", { n: Math.ceil(wait / 1000) });
    // A try counts before it is looked at: closing the page does not make it undone.
    const count = (failed?.count ?? 0) + 1;
    await settings.put(this.app.office, { lock_failures: { count, at: Date.now() } });
    for (const kept of [locks.pin, locks.password]) {
      if (kept && (await fits(secret, kept))) return this.open().then(() => null);
    }
    return t("lock.wrong");
  }
}
