/** The three lists of a bundle, as arrays of pairs in the order of the file. */

import { checkText, compareText, decode, IDENTIFIER_LENGTH, shown } from "./characters.js";
import { DrawError } from "./notes.js";

/** More lines would make a phone's browser run out of memory; the command-line check has no such limit. */
export const MAX_LINES = 2_000_000;

/** @returns {[string, string][]} (object id, stratum) */
export function parseFrame(bytes) {
  const pairs = parseList(bytes, "frame.tsv");
  if (pairs.length === 0) throw new DrawError("frame_empty", "frame.tsv");
  refuseTwice(pairs, "frame.tsv");
  return pairs;
}

/** @returns {[string, string][]} (inspector id, "lead" or "member") */
export function parseRoster(bytes) {
  const pairs = parseList(bytes, "roster.tsv");
  refuseTwice(pairs, "roster.tsv");
  pairs.forEach(([, role], index) => {
    if (role !== "lead" && role !== "member") {
      throw new DrawError("role_unknown", `roster.tsv:${index + 1}`, { role: shown(role) });
    }
  });
  return pairs;
}

/** @returns {[string, string][]} (inspector id, object id) */
export function parseRecusals(bytes) {
  return parseList(bytes, "recusals.tsv");
}

function parseList(bytes, file) {
  refuseTooMany(bytes, file);
  const text = decode(bytes, file);
  const carriage = text.indexOf("\r");
  if (carriage >= 0) throw new DrawError("file_carriage_return", `${file}:${lineAt(text, carriage)}`);
  if (text !== "" && !text.endsWith("\n")) throw new DrawError("file_last_line", file);
  const lines = text.split("\n");
  lines.pop();
  const pairs = lines.map((line, index) => fields(line, `${file}:${index + 1}`));
  for (let i = 1; i < lines.length; i += 1) {
    const order = compareText(lines[i - 1], lines[i]);
    if (order >= 0) throw new DrawError(order === 0 ? "line_repeated" : "line_order", `${file}:${i + 1}`);
  }
  return pairs;
}

function fields(line, at) {
  const parts = line.split("\t");
  if (parts.length !== 2) throw new DrawError("line_fields", at, { found: parts.length });
  for (const part of parts) checkText(part, at, IDENTIFIER_LENGTH);
  return parts;
}

function refuseTooMany(bytes, file) {
  let lines = 0;
  for (let i = 0; i < bytes.length; i += 1) if (bytes[i] === 10) lines += 1;
  if (lines > MAX_LINES) throw new DrawError("lines_many", file, { max: MAX_LINES });
}

function refuseTwice(pairs, file) {
  const seen = new Set();
  pairs.forEach(([identifier], index) => {
    if (seen.has(identifier)) {
      throw new DrawError("identifier_twice", `${file}:${index + 1}`, { text: shown(identifier) });
    }
    seen.add(identifier);
  });
}

function lineAt(text, offset) {
  return text.slice(0, offset).split("\n").length;
}
