/**
 * One inspection as it stands: its entries, what they come to, and the ways to add to them. "change" follows every entry.
 * @typedef {import("../store/operations.js").Draft} Draft
 */
import { effective, foldFields } from "../core/fold.js";
import { compareText, isBelow, isRow, text } from "../core/paths.js";
import { fieldsOf } from "../core/values.js";
import { append, ofInspection } from "../store/operations.js";
import { wire } from "./wire.js";

/** Kinds that a person takes back by other means, or not at all. */
const NOT_UNDONE = new Set(["start", "finish"]);
/** How many entries one removal names (docs/sync.md, "Operation"). */
const MOST_NAMED = 500;

export class Inspection extends EventTarget {
  /** @param {import("./app.js").App} app @param {any} assignment */
  constructor(app, assignment) {
    super();
    this.app = app;
    this.assignment = assignment;
    this.programme = app.programme(assignment);
    this.own = [];
    this.others = [];
    this.starting = false;
    /** How it was judged last, on whichever page. @type {{language: string, result: import("../core/verdicts/live.js").Live} | null} */
    this.judged = null;
    /** Until all that was entered is on the disk, or is known not to be. @type {Promise<any>} */
    this.written = Promise.resolve();
    this.fold();
    // What the page has read of this tablet's entries for counting need not be read again.
    this.own = app.entries.filter((one) => one.inspection === this.id).sort((a, b) => compareText(a.id, b.id));
    this.folding = this.own.length > 0;
  }

  get id() {
    return this.assignment.inspection;
  }

  /** The day of the record, by which tables and items are chosen; today before the visit begins. */
  get day() {
    return this.value(["date"]) ?? localDay(new Date());
  }

  /** Read the entries from the disk. */
  async load() {
    const { own = this.own, others = this.others } = await ofInspection(this.app.database, this.id, { own: this.own.length, others: this.others.length });
    // An entry may have been added while the disk was read: what is known here already is never taken back.
    if (own.length < this.own.length) return false;
    const changed = this.folding || own.length !== this.own.length || others.length !== this.others.length;
    [this.own, this.others] = [own, others];
    if (changed) this.fold();
    return changed;
  }

  /** @private */
  fold() {
    this.folding = false;
    const operations = [...this.own.map((one) => one.operation), ...this.others];
    this.counting = effective(operations);
    this.fields = fieldsOf(this.counting);
    this.folded = foldFields(operations, this.counting, this.fields);
    this.lists = rowsByList(this.fields);
    this.dispatchEvent(new Event("change"));
  }

  /** All values that count for a field. @param {string[]} path @returns {import("../core/values.js").Value[]} */
  values(path) {
    return this.fields.get(text(path))?.values ?? [];
  }

  /** The value of a field: undefined without one, or when the tablets disagree. @param {string[]} path */
  value(path) {
    const values = this.values(path);
    return values.length && values.every((one) => one.value === values[0].value) ? values[0].value : undefined;
  }

  /** The keys of a list's rows, in order. @param {string[]} list @returns {string[]} */
  rows(list) {
    return this.lists.get(text(list)) ?? [];
  }

  /** Whether this device made the entry. @param {{device: string}} entry */
  isOwn(entry) {
    return entry.device === this.app.settings.device?.id;
  }

  /**
   * Add entries; resolved once they are on the disk.
   * @param {Draft[]} drafts @param {import("../store/photos.js").Photo[]} [photos]
   */
  append(drafts, photos = []) {
    const writing = this.write(drafts, photos);
    this.written = settled(this.written, writing);
    return writing;
  }

  /** @private @param {Draft[]} drafts @param {import("../store/photos.js").Photo[]} photos */
  async write(drafts, photos) {
    const first = !this.folded.started && !this.starting;
    const begins = first && !drafts.some((one) => one.kind === "start");
    const all = begins ? [...this.startDrafts(), ...drafts] : drafts;
    const { revision } = this.assignment;
    const visit = first ? this.visit() : undefined;
    // The next answer may be typed before the disk has taken the first: the visit begins once all the same.
    this.starting ||= first;
    let entries;
    this.app.writing += 1;
    try {
      entries = await append(this.app.database, { inspection: this.id, revision, drafts: all, photos, visit });
    } finally {
      this.app.writing -= 1;
      if (first) this.starting = false;
    }
    const known = new Set(this.own.map((one) => one.id));
    this.own.push(...entries.filter((one) => !known.has(one.id)));
    this.fold();
    this.app.appended(entries);
    return entries;
  }

  /** @private @returns {import("../store/visits.js").Visit} */
  visit() {
    const { order, object } = this.assignment;
    const { number, name, address } = object;
    return { inspection: this.id, order, programme: this.programme.texts.programme, object: { number, name, address } };
  }

  /** The day of the visit is written down with its first entry. @returns {Draft[]} */
  startDrafts() {
    const date = localDay(new Date());
    const { catalogue } = this.programme;
    const start = { kind: "start", body: catalogue === undefined ? { date } : { date, catalogue } };
    return this.values(["date"]).length ? [start] : [start, { kind: "set", body: { path: ["date"], value: date } }];
  }

  /**
   * Give fields their values; a value that stands already is not entered again.
   * @param {[string[], string | number | boolean | null][]} pairs
   */
  async set(pairs) {
    const drafts = pairs.filter(([path, value]) => this.differs(path, value)).map(([path, value]) => this.draft(path, value));
    if (drafts.length) await this.append(drafts);
    return drafts.length;
  }

  /** @private */
  differs(path, value) {
    const values = this.values(path);
    if (!values.length) return value !== null;
    return !values.every((one) => one.value === value);
  }

  /** A value names the other tablets' entries that were on the screen. @private @returns {Draft} */
  draft(path, value) {
    const supersedes = this.values(path).filter((one) => !this.isOwn(one)).map((one) => one.operation);
    const read = wire.readFor(text(path), value);
    return { kind: "set", body: { path, value, ...(supersedes.length ? { supersedes } : {}), ...(read ? { read } : {}) } };
  }

  /** A row goes, with the other tablets' entries in it that are known here: what they entered unseen stays. @param {string[]} path of a row */
  remove(path) {
    const inRow = (one) => one.kind === "set" && !this.isOwn(one) && isBelow(one.body.path, path);
    const seen = this.counting.filter(inRow).map((one) => one.id);
    const drafts = [];
    do drafts.push({ kind: "remove", body: { path, supersedes: seen.splice(0, MOST_NAMED) } });
    while (seen.length);
    return this.append(drafts);
  }

  /**
   * What this tablet entered and can take back, newest first, in the groups in which it was entered. What was taken back to put another entry in its place
   * comes back with it.
   */
  groups() {
    const counting = new Set(this.counting.map((one) => one.id));
    const { revision } = this.assignment;
    const mine = this.own.filter((one) => this.isOwn(one) && one.operation.revision === revision && !NOT_UNDONE.has(one.operation.kind));
    const groups = new Map(mine.filter((one) => counting.has(one.id)).map((one) => [one.group, []]));
    for (const entry of mine) {
      if (counting.has(entry.id) || entry.operation.kind === "undo") groups.get(entry.group)?.push(entry);
    }
    return [...groups.values()].reverse();
  }

  /** @param {import("../store/operations.js").Entry[]} entries */
  undo(entries) {
    return this.append(undoing(entries));
  }

  /**
   * Take back what was entered last: what the disk is still at counts as well, and of two taps the second takes back what was before.
   * @param {() => import("../store/operations.js").Entry[] | undefined} [last] of what is on the disk
   */
  undoLast(last = () => this.groups()[0]) {
    const undone = this.written.then(() => {
      const entries = last();
      return entries && this.undo(entries);
    });
    this.written = settled(undone);
    return undone;
  }

  /** Whether something stands at or below a path. @param {string[]} path */
  count(path) {
    return [...this.fields.values()].filter((one) => isBelow(one.path, path) && one.values.some(({ value }) => value !== null)).length;
  }

  /** This tablet's finish of the present revision. */
  finish() {
    return this.counting.find((one) => one.kind === "finish" && this.isOwn(one) && one.revision === this.assignment.revision);
  }
}

/** @param {import("../store/operations.js").Entry[]} entries @returns {Draft[]} what takes them back */
export const undoing = (entries) => entries.toReversed().map((one) => ({ kind: "undo", body: { of: one.id } }));

/** Without what they came to: the last would keep all before it. @param {...Promise<any>} writing @returns {Promise<void>} */
const settled = (...writing) => Promise.allSettled(writing).then(() => {});

function rowsByList(fields) {
  const lists = new Map();
  for (const { path, values } of fields.values()) {
    if (values.every((one) => one.value === null)) continue;
    path.forEach((segment, i) => {
      if (!isRow(segment)) return;
      const list = text(path.slice(0, i));
      if (!lists.has(list)) lists.set(list, new Set());
      lists.get(list).add(segment.slice(1));
    });
  }
  return new Map([...lists].map(([list, keys]) => [list, [...keys].sort(compareText)]));
}

function localDay(now) {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
