/**
 * The recomputation, off the page's own thread.
 *
 * In:  {type: "verify", turn, bundle: ArrayBuffer, commitment?: string}, {type: "explain", turn, typed: string}
 * Out: {type: "progress", turn, done, total}, {type: "report", turn, report}, {type: "unreadable", turn, note},
 *      {type: "explanation", turn, explanation}
 */

import { BundleError, DrawError, note } from "./notes.js";
import { explain } from "./object.js";
import { reportOnNames, verify } from "./verify.js";
import { readZip } from "./zip.js";

let verified = { turn: 0, inputs: null, expected: null };

self.addEventListener("message", async ({ data }) => {
  const { type, turn } = data;
  if (type === "verify") self.postMessage({ turn, ...(await check(data)) });
  if (type === "explain" && verified.turn === turn) {
    const explanation = explain(verified.inputs, verified.expected, data.typed);
    self.postMessage({ type: "explanation", turn, explanation });
  }
});

async function check({ turn, bundle, commitment }) {
  try {
    const files = await readZip(new Uint8Array(bundle));
    const progress = (done, total) => self.postMessage({ type: "progress", turn, done, total });
    const { report, inputs, expected } = verify(files, { commitment, progress });
    if (report.ok && turn > verified.turn) verified = { turn, inputs, expected };
    return { type: "report", report };
  } catch (error) {
    return failure(error, commitment);
  }
}

function failure(error, commitment) {
  if (error instanceof BundleError) return { type: "unreadable", note: error.note };
  if (error instanceof DrawError) return { type: "report", report: reportOnNames(error.note, commitment) };
  return { type: "unreadable", note: note("check_broken", "", { reason: error instanceof Error ? error.name : "?" }) };
}
