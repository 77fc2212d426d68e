/** A sample of certificates: what was checked on each; a check that was not answered is left out. */
import { FAIL, NOT_JUDGED, PASS, UNDETERMINED } from "../verdicts.js";

const MOST_CERTIFICATES = 500;
const LONGEST_LIST = 10 ** 9;
const QUALIFIED = "qualified";
const CONCLUSIONS = [QUALIFIED, "unqualified"];

/** `number`, `item` and `result` of each certificate. @param {import("../judgement.js").Judgement} judgement */
export const judgeCertificates = (judgement) =>
  judgement.record.rows("certificates", MOST_CERTIFICATES).map((row) => judge(judgement, row));

/**
 * `size` certificates in the body's list, of which a `sample` is drawn: 10 to 15, or all when there are fewer. Undetermined while
 * fewer certificates than that were checked.
 * @param {import("../judgement.js").Judgement} judgement @returns {[any, string]}
 */
export function judgeCertificateList(judgement) {
  const given = judgement.record.part("certificate_list");
  if (!given) return [null, NOT_JUDGED];
  const size = given.whole("size", 1, LONGEST_LIST, { required: true });
  const [rule] = judgement.rows("certificate_sample");
  const sample = given.whole("sample", Math.min(size, rule.least), Math.min(size, rule.most), { required: true });
  const checked = judgement.record.items("certificates", MOST_CERTIFICATES).length;
  if (checked < sample) {
    const values = { checked: String(checked), sample: String(sample) };
    judgement.find("certificates_missing", "certificates", values, { table: "certificate_sample" });
  }
  return [{ size, sample, checked }, checked < sample ? UNDETERMINED : NOT_JUDGED];
}

function judge(judgement, row) {
  const [number, item] = [row.text("number"), row.text("item")];
  /** @type {boolean[]} */
  const checks = [];
  const check = (holds, code, at, values = {}, how = {}) => {
    checks.push(holds);
    if (!holds) judgement.find(code, at, values, how);
  };
  checkAuthority(row, check);
  checkWork(judgement, row, check);
  checkResult(row, check);
  const result = !checks.length ? NOT_JUDGED : checks.every(Boolean) ? PASS : FAIL;
  return { number, item, result };
}

/** Whether standard and authorisation were valid on the day of the work and covered it. */
function checkAuthority(row, check) {
  const work = row.day("work_date", { required: true });
  const [standard, authorised] = [row.day("standard_valid_until"), row.day("authorised_until")];
  const inScope = row.boolean("in_scope");
  if (standard !== null) {
    check(standard >= work, "standard_expired", row.path("standard_valid_until"), { valid_until: standard, work_date: work });
  }
  if (authorised !== null || inScope !== null) {
    check(inScope !== false && !(authorised !== null && authorised < work), "outside_scope", row.at);
  }
}

/** Whether the rule was current, and those who signed were enough and qualified. */
function checkWork(judgement, row, check) {
  const [rule, current] = [row.text("rule"), row.boolean("rule_current")];
  const signatures = row.whole("signatures", 0, 100);
  const qualified = row.boolean("person_qualified");
  if (current !== null) check(current, "rule_not_current", row.path("rule"), { rule: rule ?? "" });
  if (signatures !== null) {
    const needed = judgement.rows("certificate")[0].signatures;
    const values = { signatures: String(signatures), needed: String(needed) };
    check(signatures >= needed, "signatures_missing", row.path("signatures"), values, { table: "certificate" });
  }
  if (qualified !== null) check(qualified, "person_not_qualified", row.path("person_qualified"));
}

/** Whether the raw record leads to what is printed, the period is allowed and the conclusion follows. */
function checkResult(row, check) {
  const signed = { signed: true };
  const [recomputed, printed] = [row.quantity("recomputed", signed), row.quantity("printed", signed)];
  if (recomputed && printed) check(recomputed.equals(printed), "record_mismatch", row.path("printed"), { recomputed, printed });
  const [period, allowed] = [row.whole("period_months", 0, 1200), row.whole("rule_period_months", 0, 1200)];
  if (period !== null && allowed !== null) {
    const values = { period: String(period), allowed: String(allowed) };
    check(period <= allowed, "period_too_long", row.path("period_months"), values, { table: "certificate" });
  }
  const [error, mpe] = [row.quantity("error", signed), row.quantity("mpe")];
  const conclusion = row.choice("conclusion", CONCLUSIONS);
  if (error && mpe && conclusion !== null) {
    const follows = error.absolute().isAtMost(mpe) === (conclusion === QUALIFIED);
    check(follows, "conclusion_wrong", row.path("conclusion"), { error, mpe });
  }
}
