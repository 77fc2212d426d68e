/**
 * Loads that a test plan proposes, computed from the plate: {"of": ["max"], "times": [1, 2]} is half of Max.
 */
import { compare, times } from "./decimals.js";

/**
 * Rows of a grid as proposed for one instrument, the smallest load first. A row that cannot be computed, or that does not
 * apply, is left out; so is one that another way of computing has proposed already.
 * @param {Record<string, any>[]} rows of the form: texts, or {"of": path, "times": [numerator, denominator]}; "when" limits a row
 * @param {(path: string[]) => any} value of the instrument
 * @returns {Record<string, string>[]} texts by field id
 */
export function planned(rows, value) {
  const found = [];
  for (const row of rows.filter((one) => applies(one.when, value))) {
    const texts = proposed(row, value);
    const source = JSON.stringify(row);
    const same = (one) => one.source !== source && JSON.stringify(one.texts) === JSON.stringify(texts);
    if (texts && !found.some(same)) found.push({ source, texts });
  }
  return found.map((one) => one.texts).sort(bySize);
}

function bySize(a, b) {
  const [id] = Object.keys(a).filter((name) => /^\d/.test(a[name]) && name in b && /^\d/.test(b[name]));
  return id ? compare(a[id], b[id]) : 0;
}

const applies = (when, value) => Object.entries(when ?? {}).every(([id, wanted]) => wanted.includes(value([id])));

function proposed(row, value) {
  const found = {};
  for (const [id, content] of Object.entries(row)) {
    if (id === "when") continue;
    const text = typeof content === "string" ? content : computed(content, value);
    if (text === null) return null;
    found[id] = text;
  }
  return found;
}

function computed({ of, times: [numerator, denominator] }, value) {
  const [base, interval, most] = [value(of), value(["e"]), value(["max"])];
  if (typeof base !== "string" || !/^\d+(\.\d+)?$/.test(base)) return null;
  const exact = times(base, BigInt(numerator), BigInt(denominator));
  const rounded = typeof interval === "string" ? toMultiple(exact, interval) : exact;
  return typeof most === "string" && compare(rounded, most) > 0 ? null : rounded;
}

/** The nearest multiple of the interval: what stands on the pan is made of weights. */
function toMultiple(amount, interval) {
  const places = Math.max(amount.split(".")[1]?.length ?? 0, interval.split(".")[1]?.length ?? 0);
  const scale = (text) => BigInt(text.replace(".", "") + "0".repeat(places - (text.split(".")[1]?.length ?? 0)));
  const [units, step] = [scale(amount), scale(interval)];
  if (step === 0n) return amount;
  const nearest = (units + step / 2n) / step;
  return times(interval, nearest);
}
