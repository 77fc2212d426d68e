/**
 * Judging a record on the tablet as the office judges it: the same record gives the same result.
 */
import * as checklist from "./checklist.js";
import * as eyewear from "./eyewear/evaluate.js";
import * as legal_units from "./legal_units/evaluate.js";
import * as market_scales from "./market_scales/evaluate.js";
import * as net_content from "./net_content/evaluate.js";
import * as verification_bodies from "./verification_bodies/evaluate.js";

export { RecordError } from "./errors.js";

/** Programmes that measure something; all others are judged by their checklist alone. */
const MEASURED = { market_scales, net_content, eyewear, legal_units, verification_bodies };

/**
 * @param {string} programme its name
 * @param {unknown} record decoded JSON
 * @param {import("./judgement.js").Tables} tables `limits` and `checklist` of the programme
 * @returns {import("./judgement.js").Result}
 * @throws {import("./errors.js").RecordError} for a record that cannot be judged
 */
export function evaluate(programme, record, tables) {
  const rules = Object.hasOwn(MEASURED, programme) ? MEASURED[programme] : checklist;
  return rules.evaluate(programme, record, tables);
}
