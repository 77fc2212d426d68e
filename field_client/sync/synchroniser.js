/**
 * Runs exchanges when there is reason to: one at a time, in one tab of this browser only.
 * @typedef {{state: "idle" | "running" | "waiting" | "elsewhere" | "stopped", reason: string | null, at: string | null}} Status
 */
import { delay } from "./backoff.js";
import { Stopped } from "./failures.js";

const LOCK = "fair-scale-sync";
const SOON_MS = 1_500;
const PULL_MS = 300_000;

export class Synchroniser {
  /** @param {import("../store/database.js").Database} database @param {{changed: () => void, status: (status: Status) => void}} listeners */
  constructor(database, listeners) {
    this.database = database;
    this.listeners = listeners;
    this.page = { started: Date.now(), tried: new Set(), tally: { receipts: 0 }, changed: listeners.changed };
    this.failures = 0;
    this.timer = 0;
    this.again = false;
    this.expected = false;
    /** @type {Status} */
    this.status = { state: "idle", reason: null, at: null };
  }

  /** Go on by itself: now, when the network comes back, and every few minutes. */
  start() {
    if (!this.listening) this.listen();
    this.now();
  }

  /** @private */
  listen() {
    this.listening = true;
    // The event tells of a link, often before the network answers: then the waits begin again with the shortest.
    addEventListener("online", () => {
      this.failures = 0;
      this.now();
    });
    addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.now());
  }

  /** There is something new to send. Does not hurry a server that is failing. */
  soon() {
    if (this.failures || this.expected || this.status.state === "stopped") return;
    this.expected = true;
    // An exchange that is under way may have read what is unsent already: another follows it.
    if (!this.running) this.wake(SOON_MS);
  }

  /** Exchange now, whatever failed before. @returns {Promise<Status>} how it went */
  async now() {
    if (this.running) {
      this.again = true;
      return this.running;
    }
    clearTimeout(this.timer);
    this.expected = false;
    this.running = this.exchange();
    try {
      return await this.running;
    } finally {
      this.running = undefined;
      if (this.again) this.wake(SOON_MS);
      this.again = false;
    }
  }

  /** @private */
  async exchange() {
    return navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
      if (!lock) return this.settle("elsewhere", null, SOON_MS * 10);
      this.say("running", null);
      const before = this.page.tally.receipts;
      try {
        const { run } = await import("./run.js");
        // Whoever asks meanwhile has entered something since: it goes out before it is said how it went.
        do {
          [this.again, this.expected] = [false, false];
          await run(this.database, this.page);
        } while (this.again);
        this.failures = 0;
        return this.settle("idle", null, this.expected ? SOON_MS : PULL_MS);
      } catch (error) {
        // On a bad link an exchange is cut again and again: while things arrive, it goes on soon.
        if (this.page.tally.receipts > before) this.failures = 0;
        return this.fail(error);
      }
    });
  }

  /** @private */
  fail(error) {
    if (error instanceof Stopped) return this.settle("stopped", error.reason, PULL_MS);
    this.failures += 1;
    return this.settle("waiting", error.reason ?? "fault", delay(this.failures, Math.random(), error.waitMs));
  }

  /** @private */
  settle(state, reason, waitMs) {
    this.say(state, reason);
    this.wake(waitMs);
    return this.status;
  }

  /** @private */
  say(state, reason) {
    this.status = { state, reason, at: new Date().toISOString() };
    this.listeners.status(this.status);
  }

  /** @private */
  wake(waitMs) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.now(), waitMs);
  }
}
