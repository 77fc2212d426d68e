/**
 * Judging a record on the tablet as the office judges it: the same record gives the same result.
 */
import { judgeParts } from "./incomplete.js";
import { programme } from "./programmes.js";

export { RecordError } from "./errors.js";
export { prepare } from "./programmes.js";

/**
 * The figures of a record that need not be complete; null when nothing can be judged yet.
 * @param {string} name @param {unknown} record @param {import("./judgement.js").Tables} tables
 */
export const figuresSoFar = (name, record, tables) =>
  judgeParts((part) => programme(name).evaluate(name, part, tables), record).result?.figures ?? null;

/**
 * @param {string} name of the programme
 * @param {unknown} record decoded JSON
 * @param {import("./judgement.js").Tables} tables `limits` and `checklist` of the programme
 * @returns {import("./judgement.js").Result}
 * @throws {import("./errors.js").RecordError} for a record that cannot be judged
 */
export const evaluate = (name, record, tables) => programme(name).evaluate(name, record, tables);
