/**
 * What every page works with: the database, what was fetched, how sending goes. Pages listen for "change".
 */
import { standings, totals } from "../core/standing.js";
import * as bundles from "../store/bundles.js";
import { Database } from "../store/database.js";
import * as manifests from "../store/manifests.js";
import * as operations from "../store/operations.js";
import * as outbox from "../store/outbox.js";
import { NAME as PRACTICE } from "../store/practice.js";
import * as receipts from "../store/receipts.js";
import * as settings from "../store/settings.js";
import * as visits from "../store/visits.js";
import { wipe } from "../store/wiping.js";
import { Synchroniser } from "../sync/synchroniser.js";
import { once } from "./doing.js";
import { speak } from "./words.js";

const CHANNEL = "fair-scale-field";
const REFRESH_MS = 250;

export class App extends EventTarget {
  constructor() {
    super();
    /** What is in earnest; only this is ever sent. */
    this.office = new Database();
    /** What the pages work on: another one in practice. */
    this.database = this.office;
    this.practising = false;
    /** @type {Record<string, any>} */
    this.settings = {};
    /** @type {any} */
    this.bundle = null;
    /** @type {import("../store/operations.js").Entry[]} */
    this.entries = [];
    /** @type {Map<string, {label: string, error: Error, again: () => Promise<any>}>} */
    this.failed = new Map();
    /** How many entries the disk is at. */
    this.writing = 0;
    // The browser asks whether to leave: what is not on the disk goes with the page.
    addEventListener("beforeunload", (event) => {
      if (this.failed.size || this.writing) event.preventDefault();
    });
    this.synchroniser = new Synchroniser(this.office, {
      changed: () => this.changed(),
      status: (status) => this.dispatchEvent(new CustomEvent("status", { detail: status })),
    });
    this.channel = new BroadcastChannel(CHANNEL);
    this.channel.onmessage = () => this.soon(true);
  }

  /** Open what this page works on, and read it. That it is for practice is known once the other is read, which is seldom in vain. */
  async begin() {
    await this.load();
    if (!this.settings.practising) return;
    Object.assign(this, { practising: true, database: new Database(PRACTICE), bundle: null });
    await this.load();
  }

  /** Begin or end practice, from the first page. @param {boolean} on */
  async practise(on) {
    await settings.put(this.office, { practising: on });
    location.hash = "#/";
    location.reload();
  }

  /** Read everything that pages need at once. */
  async load() {
    const entries = operations.all(this.database).then((all) => {
      this.entries = all;
    });
    await this.refresh(entries);
  }

  /** Read again what changes often, but not the entries, which are many and only ever added. @param {Promise<void>} [entries] being read */
  async refresh(entries) {
    const [known, waiting, kept, troubles, named] = await Promise.all([
      settings.all(this.database), outbox.all(this.database),
      manifests.all(this.database), receipts.troubles(this.database), visits.all(this.database),
    ]);
    if (known.bundle_at !== this.bundle?.fetched_at) this.bundle = (await bundles.current(this.database)) ?? null;
    await entries;
    Object.assign(this, { settings: known, waiting, troubles, visits: named });
    speak(known.language ?? (navigator.language.startsWith("en") ? "en" : "zh"));
    document.documentElement.dataset.theme = known.theme ?? "plain";
    this.standings = standings(this.entries, waiting, kept);
    this.totals = totals(this.standings);
    this.dispatchEvent(new Event("change"));
  }

  /** Entries were added in this tab. @param {import("../store/operations.js").Entry[]} entries */
  appended(entries) {
    this.entries.push(...entries);
    this.channel.postMessage("appended");
    this.soon();
    if (!this.practising) this.synchroniser.soon();
  }

  /** An entry could not be written: the page shows it until it is, and tries one time for two taps. @param {string} key @param {any} failure */
  unsaved(key, failure) {
    this.failed.set(key, { ...failure, again: once(failure.again) });
    this.dispatchEvent(new Event("failed"));
  }

  /** @param {string} key */
  saved(key) {
    if (this.failed.delete(key)) this.dispatchEvent(new Event("failed"));
  }

  /** Something was fetched, sent or set in this tab. */
  changed() {
    this.channel.postMessage("changed");
    this.soon();
  }

  /** Refresh after a moment, once for many changes. @private @param {boolean} [entriesToo] */
  soon(entriesToo = false) {
    this.entriesToo ||= entriesToo;
    this.timer ??= setTimeout(async () => {
      const all = this.entriesToo;
      this.timer = undefined;
      this.entriesToo = false;
      await (all ? this.load() : this.refresh());
    }, REFRESH_MS);
  }

  /** @param {Record<string, any>} changes */
  async put(changes) {
    await settings.put(this.database, changes);
    this.channel.postMessage("changed");
    await this.refresh();
  }

  /** @param {string} inspection */
  assignment(inspection) {
    return this.bundle?.content.assignments.find((one) => one.inspection === inspection) ?? null;
  }

  /** The tables of a visit: those it began with, where there are newer ones. @param {{tables?: string, programme: string}} assignment */
  programme({ tables, programme }) {
    return this.bundle?.content.programmes[tables ?? programme] ?? null;
  }

  /** Free what is verified and old. */
  async tidy() {
    const assigned = new Set((this.bundle?.content.assignments ?? []).map((one) => one.inspection));
    return wipe(this.database, Date.now(), assigned);
  }
}
