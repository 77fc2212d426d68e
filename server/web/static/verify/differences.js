/** Where a published result departs from the recomputed one. */

import { shown } from "./characters.js";
import { note } from "./notes.js";

const LISTED = 50;

/** @returns {import("./notes.js").Note[]} a note when two values differ */
export function valueDifference(at, expected, found) {
  return expected === found ? [] : [note("value_differs", at, { expected, found: shown(found) })];
}

/** A note for each team that is not as recomputed. */
export function teamDifferences(expected, found) {
  const count = Math.max(expected.teams.length, found.teams.length);
  const notes = [];
  for (let i = 0; i < count; i += 1) {
    const right = expected.teams[i] ?? [];
    const told = found.teams[i] ?? [];
    if (right.length === told.length && right.every((name, k) => name === told[k])) continue;
    const values = { expected: right.join(", ") || "-", found: shown(told.join(", ") || "-") };
    notes.push(note("value_differs", `result.json: teams[${i + 1}]`, values));
  }
  return shortened(notes);
}

/** Notes for objects wrongly drawn or left out, and for tickets, strata and places that differ. */
export function objectDifferences(expected, found) {
  const right = new Map(expected.drawn.map((entry) => [entry.object, entry]));
  const told = new Map(found.drawn.map((entry) => [entry.object, entry]));
  const notes = [];
  for (const [object, { ticket }] of right) {
    if (!told.has(object)) notes.push(note("object_left_out", "result.json", { object, ticket }));
  }
  for (const object of told.keys()) {
    if (!right.has(object)) notes.push(note("object_not_drawn", "result.json", { object: shown(object) }));
  }
  for (const entry of found.drawn) notes.push(...entryDifferences(right.get(entry.object), entry));
  const sameOrder =
    found.drawn.length === expected.drawn.length &&
    found.drawn.every((entry, index) => entry.object === expected.drawn[index].object);
  if (notes.length === 0 && !sameOrder) notes.push(note("order_differs", "result.json"));
  return shortened(notes);
}

/** A note for each drawn object that has another team than recomputed. */
export function assignmentDifferences(expected, found) {
  const told = new Map(found.drawn.map((entry) => [entry.object, entry.team]));
  const wrong = expected.drawn.filter((entry) => told.get(entry.object) !== entry.team);
  return shortened(
    wrong.map(({ object, order, team }) =>
      note("team_differs", `result.json: drawn[${order}]`, {
        object,
        expected: team ?? "-",
        found: told.get(object) ?? "-",
      }),
    ),
  );
}

function entryDifferences(right, told) {
  if (right === undefined) return [];
  return ["order", "stratum", "ticket"].flatMap((name) =>
    valueDifference(`result.json: drawn[${right.order}].${name}`, right[name], told[name]),
  );
}

function shortened(notes) {
  if (notes.length <= LISTED) return notes;
  return [...notes.slice(0, LISTED), note("differences_more", "result.json", { count: notes.length - LISTED })];
}
