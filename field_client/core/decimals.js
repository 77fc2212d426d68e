/**
 * Quantities are decimal text, never binary fractions.
 */

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const WHOLE = /^\d+$/;

/** What was typed with the digits and signs of a Chinese input method, in ASCII. @param {string} typed */
const plain = (typed) =>
  typed.trim().replace(/[\uFF01-\uFF5E]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0)).replace("。", ".").replace("−", "-");

/** Whether a number below zero was typed. @param {string} typed */
export const isNegative = (typed) => /^-[0-9.]*[1-9]/.test(plain(typed));

/**
 * What a person typed as a quantity in its written form: `.5` is `0.5`, `5.` is `5`, `007` is `7`, `1.50` stays `1.50`.
 * @param {string} typed
 * @returns {string | null} null when it is no quantity
 */
export function quantity(typed) {
  const value = plain(typed);
  if (!DECIMAL.test(value)) return null;
  const sign = /^[+-]/.test(value) ? value[0] : "";
  const [whole, fraction = ""] = value.slice(sign.length).split(".");
  const trimmed = whole.replace(/^0+(?=\d)/, "") || "0";
  const written = fraction ? `${trimmed}.${fraction}` : trimmed;
  return sign === "-" && /[1-9]/.test(written) ? `-${written}` : sign === "+" ? `+${written}` : written;
}

/** A count. @param {string} typed @returns {number | null} null when it is none */
export function integer(typed) {
  const value = plain(typed);
  return WHOLE.test(value) && value.length <= 15 ? Number(value) : null;
}

/**
 * A multiple of a quantity, exactly: times("0.1", 500n) is "50".
 * @param {string} value
 * @param {bigint} factor
 * @param {bigint} [divisor] must divide a power of ten
 * @returns {string}
 */
export function times(value, factor, divisor = 1n) {
  const [whole, fraction = ""] = value.split(".");
  const extra = 6;
  const scaled = (BigInt(whole + fraction) * factor * 10n ** BigInt(extra)) / divisor;
  return place(scaled, fraction.length + extra);
}

/** Compare two quantities. @param {string} a @param {string} b @returns {number} */
export function compare(a, b) {
  const places = Math.max(decimals(a), decimals(b));
  const [left, right] = [units(a, places), units(b, places)];
  return left < right ? -1 : left > right ? 1 : 0;
}

const decimals = (value) => (value.split(".")[1] ?? "").length;

function units(value, places) {
  const negative = value.startsWith("-");
  const [whole, fraction = ""] = value.replace(/^[+-]/, "").split(".");
  const amount = BigInt(whole + fraction.padEnd(places, "0"));
  return negative ? -amount : amount;
}

function place(scaled, decimalPlaces) {
  const digits = scaled.toString().padStart(decimalPlaces + 1, "0");
  const whole = digits.slice(0, digits.length - decimalPlaces);
  const fraction = digits.slice(digits.length - decimalPlaces).replace(/0+$/, "");
  return fraction ? `${whole}.${fraction}` : whole;
}
