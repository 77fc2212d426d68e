/** The four verdicts and which of them is the worst. */
export const FAIL = "fail";
export const UNDETERMINED = "undetermined";
export const PASS = "pass";
export const NOT_JUDGED = "not_judged";
export const WORST_FIRST = [FAIL, UNDETERMINED, PASS, NOT_JUDGED];

/** The worst of the parts; `not_judged` when there is none. @param {string[]} verdicts */
export const worst = (verdicts) => WORST_FIRST[Math.min(3, ...verdicts.map((one) => WORST_FIRST.indexOf(one)))];

/** @param {boolean} condition */
export const passes = (condition) => (condition ? PASS : FAIL);
