/**
 * How the inspectors came in: that they showed who they are and why (亮码), and the province's code of the visit (扫码入企).
 * @typedef {import("./fold.js").Operation} Operation
 */
import { compareText } from "./paths.js";

/**
 * @param {Operation[]} counting `effective(operations)`
 * @returns {{shown: Operation[], codes: Operation[]}} in the order of their ids
 */
export function arrival(counting) {
  const of = (kind) => counting.filter((one) => one.kind === kind).sort((a, b) => compareText(a.id, b.id));
  return { shown: of("shown"), codes: of("entry_code") };
}
