/** `rule.json`: what was fixed at step 1. */

import { checkFields, isObject, parse } from "./canonical.js";
import { checkText, compareText, IDENTIFIER_LENGTH, shown, TEXT_LENGTH } from "./characters.js";
import { DrawError } from "./notes.js";
import { checkHash } from "./tickets.js";

const PROTOCOL = "fair-scale-draw/1";
const FILE = "rule.json";
const HASHES = ["frame_sha256", "roster_sha256", "recusals_sha256", "secret_sha256"];
const FIELDS = [
  "committed_at", "draw", "entropy_source", ...HASHES, "protocol", "sample", "team_size", "title",
].sort();
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const INSTANT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;

/**
 * @typedef {object} Rule
 * @property {string} draw
 * @property {string} title
 * @property {Object<string, number>} sample number of objects for each stratum
 * @property {number} team_size
 * @property {string} entropy_source
 * @property {string} committed_at
 */

/** @returns {Rule} the rule, when the file is canonical and has exactly the fields of the protocol */
export function parseRule(bytes) {
  const rule = checkFields(parse(bytes, FILE), FIELDS, FILE);
  if (rule.protocol !== PROTOCOL) {
    throw new DrawError("protocol_unknown", at("protocol"), { found: shown(rule.protocol), known: PROTOCOL });
  }
  if (typeof rule.draw !== "string" || !UUID.test(rule.draw)) {
    throw new DrawError("uuid_expected", at("draw"), { found: shown(rule.draw) });
  }
  checkText(rule.title, at("title"), TEXT_LENGTH);
  checkText(rule.entropy_source, at("entropy_source"), TEXT_LENGTH);
  for (const name of HASHES) checkHash(rule[name], at(name));
  checkSample(rule.sample);
  checkInteger(rule.team_size, 2, at("team_size"));
  checkInstant(rule.committed_at);
  return rule;
}

function at(field) {
  return `${FILE}: ${field}`;
}

function checkSample(sample) {
  if (!isObject(sample)) throw new DrawError("json_object_expected", at("sample"));
  for (const stratum of Object.keys(sample).sort(compareText)) {
    checkText(stratum, at("sample"), IDENTIFIER_LENGTH);
    checkInteger(sample[stratum], 0, at(`sample: ${stratum}`));
  }
}

function checkInteger(value, min, place) {
  if (typeof value !== "number") throw new DrawError("integer_expected", place, { found: shown(value) });
  if (value < min) throw new DrawError("integer_range", place, { min, max: Number.MAX_SAFE_INTEGER });
}

function checkInstant(value) {
  const time = typeof value === "string" && INSTANT.test(value) ? new Date(value) : new Date(NaN);
  const real = !Number.isNaN(time.valueOf()) && time.toISOString() === value.replace("Z", ".000Z");
  if (!real || value.startsWith("0000")) {
    throw new DrawError("instant_expected", at("committed_at"), { found: shown(value) });
  }
}
