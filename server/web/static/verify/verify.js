/**
 * Recomputes a draw from its bundle: the same checks, in the same order and with the same answers, as
 * `python -m sampling verify`. Pure: bytes in, report out.
 */

import { checkNames, checkSize } from "./bundle.js";
import { checkText, decode, shown, TEXT_LENGTH } from "./characters.js";
import {
  assignmentDifferences, objectDifferences, teamDifferences, valueDifference,
} from "./differences.js";
import { parseFrame, parseRecusals, parseRoster } from "./lists.js";
import { DrawError, note } from "./notes.js";
import { compute, parseResult, resultBytes } from "./result.js";
import { parseRule } from "./rule.js";
import { sha256 } from "./sha256.js";
import { teamCount } from "./teams.js";
import { checkHash, seedOf } from "./tickets.js";

const PARSERS = {
  rule: ["rule.json", parseRule],
  frame: ["frame.tsv", parseFrame],
  roster: ["roster.tsv", parseRoster],
  recusals: ["recusals.tsv", parseRecusals],
  secret: ["secret.txt", (bytes) => checkHash(decode(bytes, "secret.txt"), "secret.txt")],
  entropy: ["entropy.txt", (bytes) => checkText(decode(bytes, "entropy.txt"), "entropy.txt", TEXT_LENGTH)],
  result: ["result.json", parseResult],
};
const PROMISES = ["frame", "roster", "recusals", "secret"];
const COMPARISONS = ["commitment", "seed", "teams", "objects", "assignment", "bytes"];
const CHECKS = [
  "files", ...Object.keys(PARSERS), ...PROMISES.map((name) => `${name}_hash`), "coherence", ...COMPARISONS,
];

/**
 * @typedef {import("./notes.js").Note} Note
 * @typedef {{name: string, ok: boolean, detail: Note}} Check
 * @typedef {{ok: boolean, checks: Check[], differences: Note[], facts: Object<string, string>}} Report
 */

/**
 * @param {Map<string, Uint8Array>} files name to content
 * @param {object} [options]
 * @param {string} [options.commitment] the commitment that was published before the public value was known
 * @param {(done: number, total: number) => void} [options.progress]
 * @returns {{report: Report, inputs: object|null, expected: import("./result.js").Result|null}} the report, and what
 *   was recomputed, for questions about single objects
 */
export function verify(files, { commitment, progress = () => {} } = {}) {
  const problem = filesProblem(files);
  if (problem !== null) return { report: reportOnNames(problem, commitment), inputs: null, expected: null };
  const findings = new Findings();
  findings.judge("files", []);
  const parsed = parseAll(findings, files);
  checkPromises(findings, files, parsed.rule);
  const inputs = coherent(findings, parsed);
  const own = sha256(files.get("rule.json"));
  findings.facts.commitment = own;
  const expected = inputs && recompute(own, parsed, inputs, progress);
  compare(findings, files, parsed, expected);
  if (commitment) findings.judge("published", valueDifference("rule.json", commitment.trim().toLowerCase(), own));
  return { report: findings.report(), inputs, expected };
}

/** The report on a bundle whose set of files is wrong, so that nothing else could be checked. */
export function reportOnNames(problem, commitment) {
  const findings = new Findings();
  findings.judge("files", [problem]);
  for (const name of CHECKS.slice(1)) findings.skipped(name);
  if (commitment) findings.skipped("published");
  return findings.report();
}

function filesProblem(files) {
  try {
    checkNames([...files.keys()].sort());
    for (const [name, bytes] of files) checkSize(name, bytes.length);
  } catch (error) {
    return noteOf(error);
  }
  return null;
}

function parseAll(findings, files) {
  const parsed = {};
  for (const [name, [file, parser]] of Object.entries(PARSERS)) {
    parsed[name] = null;
    try {
      const value = parser(files.get(file));
      parsed[name] = value;
      if (Array.isArray(value)) findings.judge(name, [], "seen_lines", { count: value.length });
      else findings.judge(name, []);
    } catch (error) {
      findings.judge(name, [noteOf(error)]);
    }
  }
  return parsed;
}

function checkPromises(findings, files, rule) {
  for (const name of PROMISES) {
    const file = PARSERS[name][0];
    if (rule === null) findings.skipped(`${name}_hash`);
    else findings.judge(`${name}_hash`, valueDifference(file, rule[`${name}_sha256`], sha256(files.get(file))));
  }
}

function coherent(findings, { rule, frame, roster, recusals }) {
  if ([rule, frame, roster, recusals].includes(null)) {
    findings.skipped("coherence");
    return null;
  }
  try {
    checkCoherence(rule, frame, roster, recusals);
  } catch (error) {
    findings.judge("coherence", [noteOf(error)]);
    return null;
  }
  findings.judge("coherence", []);
  return { rule, frame, roster, recusals };
}

function checkCoherence(rule, frame, roster, recusals) {
  const strata = new Set(frame.map(([, stratum]) => stratum));
  for (const stratum of Object.keys(rule.sample)) {
    if (!strata.has(stratum)) throw new DrawError("stratum_unknown", "sample", { stratum: shown(stratum) });
  }
  const inspectors = new Set(roster.map(([name]) => name));
  const objects = new Set(recusals.length > 0 ? frame.map(([name]) => name) : []);
  recusals.forEach(([inspector, object], index) => {
    const at = `recusals.tsv:${index + 1}`;
    if (!inspectors.has(inspector)) throw new DrawError("recusal_inspector", at, { text: shown(inspector) });
    if (!objects.has(object)) throw new DrawError("recusal_object", at, { text: shown(object) });
  });
  teamCount(roster, rule.team_size);
}

function recompute(commitment, { secret, entropy }, inputs, progress) {
  if (secret === null || entropy === null) return null;
  return compute(commitment, seedOf(commitment, secret, entropy), inputs, progress);
}

function compare(findings, files, { rule, entropy, result }, expected) {
  if (expected === null) {
    for (const name of COMPARISONS) findings.skipped(name);
    return;
  }
  const { draw, title, committed_at, entropy_source } = rule;
  Object.assign(findings.facts, { seed: expected.seed, draw, title, committed_at, entropy_source, entropy });
  if (result === null) for (const name of COMPARISONS.slice(0, -1)) findings.skipped(name);
  else compareResults(findings, expected, result);
  const same = sameBytes(files.get("result.json"), resultBytes(expected));
  findings.judge("bytes", same ? [] : [note("bytes_differ", "result.json")]);
}

function compareResults(findings, expected, found) {
  for (const name of ["commitment", "seed"]) {
    findings.judge(name, valueDifference(`result.json: ${name}`, expected[name], found[name]));
  }
  const teams = { count: expected.teams.length };
  const objects = { count: expected.drawn.length };
  findings.judge("teams", teamDifferences(expected, found), "seen_teams", teams);
  findings.judge("objects", objectDifferences(expected, found), "seen_objects", objects);
  findings.judge("assignment", assignmentDifferences(expected, found));
}

function sameBytes(one, other) {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function noteOf(error) {
  if (error instanceof DrawError) return error.note;
  // A stack overflow on hostile nesting, for one. Whatever it is, the bundle is not verified.
  return note("check_broken", "", { reason: error instanceof Error ? error.name : "?" });
}

/** Collects checks in the order in which they are made. */
class Findings {
  checks = [];
  differences = [];
  facts = {};

  /** The check holds exactly when there are no notes against it. */
  judge(name, notes, code = "seen_same", values = {}) {
    this.checks.push({ name, ok: notes.length === 0, detail: notes[0] ?? note(code, "", values) });
    this.differences.push(...notes);
  }

  skipped(name) {
    this.checks.push({ name, ok: false, detail: note("seen_not_reached") });
  }

  /** @returns {Report} */
  report() {
    const { checks, differences, facts } = this;
    const ok = checks.length > 0 && differences.length === 0 && checks.every((check) => check.ok);
    return { ok, checks, differences, facts };
  }
}
