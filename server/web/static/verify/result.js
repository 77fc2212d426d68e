/** `result.json`: the seed, the teams, and the drawn objects in order of visits. */

import { checkFields, parse, serialise } from "./canonical.js";
import { DrawError } from "./notes.js";
import { select } from "./selection.js";
import { assign, formTeams } from "./teams.js";

const FILE = "result.json";
const FIELDS = ["commitment", "drawn", "seed", "teams"];
const ENTRY_FIELDS = ["object", "order", "stratum", "team", "ticket"];

/**
 * @typedef {{order: number, object: string, stratum: string, ticket: string, team: number|null}} Drawn
 * @typedef {{commitment: string, seed: string, teams: string[][], drawn: Drawn[]}} Result
 */

/** @returns {Result} what follows from the seed and the lists */
export function compute(commitment, seed, { rule, frame, roster, recusals }, progress) {
  const teams = formTeams(seed, roster, rule.team_size);
  const picks = select(frame, seed, rule.sample, progress);
  const numbers = assign(picks, teams, recusals);
  const drawn = picks.map((pick, index) => ({ order: index + 1, ...pick, team: numbers[index] }));
  return { commitment, seed, teams, drawn };
}

/** @returns {Uint8Array} the bytes of the file */
export function resultBytes(result) {
  return new TextEncoder().encode(serialise(result, FILE));
}

/** @returns {Result} the published result, when it has the form of the protocol; right or wrong */
export function parseResult(bytes) {
  const value = checkFields(parse(bytes, FILE), FIELDS, FILE);
  for (const name of ["commitment", "seed"]) expect(typeof value[name] === "string", name);
  expect(isArrayOf(value.teams, (team) => isArrayOf(team, (name) => typeof name === "string")), "teams");
  expect(Array.isArray(value.drawn), "drawn");
  value.drawn.forEach((entry, index) => checkEntry(entry, `drawn[${index + 1}]`));
  return value;
}

function checkEntry(entry, at) {
  expect(typeof entry === "object" && entry !== null && !Array.isArray(entry), at);
  checkFields(entry, ENTRY_FIELDS, `${FILE}: ${at}`);
  expect(["object", "stratum", "ticket"].every((name) => typeof entry[name] === "string"), at);
  expect(typeof entry.order === "number" && (entry.team === null || typeof entry.team === "number"), at);
}

function isArrayOf(value, sound) {
  return Array.isArray(value) && value.every(sound);
}

function expect(sound, at) {
  if (!sound) throw new DrawError("result_shape", `${FILE}: ${at}`);
}
