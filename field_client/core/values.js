/**
 * The entries of each field: which of them count, and whether the tablets agree.
 * @typedef {import("./fold.js").Operation} Operation
 * @typedef {{operation: string, device: string, value: unknown}} Value
 * @typedef {{path: string[], values: Value[]}} Field
 */
import { compareText, isBelow, text } from "./paths.js";

/**
 * The fields of these entries with the values that count: at most one of each device, in the order of the devices.
 * @param {Operation[]} operations those that are not undone
 * @returns {Map<string, Field>} by the text of the path
 */
export function fieldsOf(operations) {
  const removals = operations.filter((one) => one.kind === "remove");
  const sets = operations.filter((one) => one.kind === "set");
  const entries = new Map();
  for (const one of sets) {
    if (removals.some((removal) => takesAway(removal, one))) continue;
    const key = text(one.body.path);
    if (!entries.has(key)) entries.set(key, []);
    entries.get(key).push(one);
  }
  const fields = new Map();
  for (const [key, list] of entries) {
    const values = counting(list);
    if (values.length) fields.set(key, { path: list[0].body.path, values });
  }
  return fields;
}

/** @param {Operation} removal @param {Operation} entry */
function takesAway(removal, entry) {
  if (!isBelow(entry.body.path, removal.body.path)) return false;
  if (removal.device === entry.device) return entry.seq < removal.seq;
  // Removals of earlier clients name nothing: theirs is the order of the ids.
  const seen = removal.body.supersedes;
  return seen ? seen.includes(entry.id) : compareText(entry.id, removal.id) < 0;
}

/** @param {Operation[]} entries of one field @returns {Value[]} */
function counting(entries) {
  const settled = new Map();
  for (const one of entries) {
    for (const id of one.body.supersedes ?? []) {
      if (!settled.has(id)) settled.set(id, new Set());
      settled.get(id).add(one.device);
    }
  }
  const newest = new Map();
  for (const one of entries) {
    const known = newest.get(one.device);
    if (!known || known.seq < one.seq) newest.set(one.device, one);
  }
  return [...newest.values()]
    .filter((one) => ![...(settled.get(one.id) ?? [])].some((device) => device !== one.device))
    .sort((a, b) => compareText(a.device, b.device))
    .map((one) => ({ operation: one.id, device: one.device, value: one.body.value }));
}

/** Whether all values that count are one and the same. @param {Field} field */
export const agrees = (field) => field.values.every((one) => one.value === field.values[0].value);
