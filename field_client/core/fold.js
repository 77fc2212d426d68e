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
  const consent = of("signature", "refusal").at(-1);
  return {
    record: build(settled.map((field) => ({ path: field.path, value: field.values[0].value }))),
    photos: newest(of("photo"), (body) => body.sha256).sort((a, b) => compareText(a.operation, b.operation)),
    violations: newest(of("violation"), (body) => body.key)
      .filter((one) => one.code !== null)
      .sort((a, b) => compareText(a.key, b.key)),
    signature: consent?.kind === "signature" ? entry(consent) : null,
    refusal: consent?.kind === "refusal" ? entry(consent) : null,
    not_possible: entry(of("not_possible").at(-1)),
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

/** @param {Operation[]} sorted @param {(body: any) => string} key */
function newest(sorted, key) {
  return [...new Map(sorted.map((one) => [key(one.body), entry(one)])).values()];
}

/** @param {Operation | undefined} operation */
const entry = (operation) =>
  operation ? { ...operation.body, operation: operation.id, device: operation.device } : null;
