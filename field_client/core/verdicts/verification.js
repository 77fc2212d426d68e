/** Whether an instrument's verification 检定 was valid on the day of the inspection. */
import { FAIL, NOT_JUDGED, PASS } from "./verdicts.js";

/**
 * Judge `valid_until`, which is valid to the end of its day; without one only a required verification fails.
 * @param {import("./judgement.js").Judgement} judgement @param {import("./reading.js").Reading} instrument @param {boolean} required
 */
export function judgeVerification(judgement, instrument, required) {
  const validUntil = instrument.day("valid_until");
  const at = instrument.path("valid_until");
  if (validUntil === null) {
    if (!required) return NOT_JUDGED;
    judgement.find("verification_missing", at);
    return FAIL;
  }
  if (validUntil >= judgement.day) return PASS;
  judgement.find("verification_expired", at, { valid_until: validUntil, date: judgement.day });
  return FAIL;
}
