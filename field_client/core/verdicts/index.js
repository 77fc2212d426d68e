/**
 * Judging a record on the tablet as the office judges it: the same record gives the same result.
 */
import { programme } from "./programmes.js";

export { RecordError } from "./errors.js";

/**
 * @param {string} name of the programme
 * @param {unknown} record decoded JSON
 * @param {import("./judgement.js").Tables} tables `limits` and `checklist` of the programme
 * @returns {import("./judgement.js").Result}
 * @throws {import("./errors.js").RecordError} for a record that cannot be judged
 */
export const evaluate = (name, record, tables) => programme(name).evaluate(name, record, tables);
