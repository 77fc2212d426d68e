/**
 * What the entries of an inspection come to: docs/sync.md, "Precisely". The server folds by the same cases.
 * @typedef {{id: string, device: string, seq: number, inspection: string, revision: number, at: string, kind: string, body: any}} Operation
 * @typedef {{record: Record<string, any>, photos: any[], violations: any[], signature: any, refusal: any, not_possible: any,
 *   started: string | null, finished: string[], conflicts: {path: string[], values: import("./values.js").Value[]}[]}} Folded
 */
import { comparePaths, compareText } from "./paths.js";
import { build } from "./record.js";
import { agrees, fieldsOf } from "./values.js";

/** Kinds that count only in the newest revision. */
const OF_REVISION = new Set(["signature", "refusal", "not_possible", "finish"]);

/**
 * @param {Operation[]} operations in any order
 * @returns {Folded}
 */
export function fold(operations) {
  const counting = effective(operations);
  return foldFields(operations, counting, fieldsOf(counting));
}

/**
 * The same, for one who has the parts already.
 * @param {Operation[]} operations
 * @param {Operation[]} counting `effective(operations)`
 * @param {Map<string, import("./values.js").Field>} byPath `fieldsOf(counting)`
 * @returns {Folded}
 */
export function foldFields(operations, counting, byPath) {
  const fields = [...byPath.values()].sort((a, b) => comparePaths(a.path, b.path));
  const settled = fields.filter((field) => agrees(field) && field.values[0].value !== null);
  const revision = Math.max(0, ...operations.map((one) => one.revision));
  const of = (...kinds) =>
    counting
      .filter((one) => kinds.includes(one.kind) && (!OF_REVISION.has(one.kind) || one.revision === revision))
      .sort((a, b) => compareText(a.id, b.id));
  const consent = newest(of("signature", "refusal"));
  return {
    record: build(settled.map((field) => ({ path: field.path, value: field.values[0].value }))),
    photos: newestOfEach(of("photo"), (body) => body.sha256).sort((a, b) => compareText(a.operation, b.operation)),
    violations: newestOfEach(of("violation"), (body) => body.key)
      .filter((one) => one.code !== null)
      .sort((a, b) => compareText(a.key, b.key)),
    signature: consent?.kind === "signature" ? entry(consent) : null,
    refusal: consent?.kind === "refusal" ? entry(consent) : null,
    not_possible: entry(newest(of("not_possible"))),
    started: of("start")[0]?.body.date ?? null,
    finished: [...new Set(of("finish").map((one) => one.device))].sort(compareText),
    conflicts: fields.filter((field) => !agrees(field)),
  };
}

/**
 * The operations that are not undone.
 * @param {Operation[]} operations
 * @returns {Operation[]}
 */
export function effective(operations) {
  const undone = new Set();
  const byId = new Map(operations.map((one) => [one.id, one]));
  const undos = operations.filter((one) => one.kind === "undo");
  for (const one of undos.sort((a, b) => b.seq - a.seq)) {
    if (!undone.has(one.id) && byId.get(one.body.of)?.device === one.device) undone.add(one.body.of);
  }
  return operations.filter((one) => !undone.has(one.id) && one.kind !== "undo");
}

/** Of one device the newest has the highest `seq`; between devices, the greater `id`. @param {Operation[]} found */
function newest(found) {
  const last = new Map([...found].sort((a, b) => a.seq - b.seq).map((one) => [one.device, one]));
  return [...last.values()].sort((a, b) => compareText(a.id, b.id)).at(-1);
}

/** @param {Operation[]} found @param {(body: any) => string} key */
function newestOfEach(found, key) {
  const groups = new Map();
  for (const one of found) groups.set(key(one.body), [...(groups.get(key(one.body)) ?? []), one]);
  return [...groups.values()].map((group) => entry(newest(group)));
}

/** @param {Operation | undefined} operation */
const entry = (operation) =>
  operation ? { ...operation.body, operation: operation.id, device: operation.device } : null;
