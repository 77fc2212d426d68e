/** The balance: it shows multiples of its interval d, so a reading between two of them is a slip of whoever typed it. */
import { exact } from "../quantities.js";
import { MOST_PACKAGES } from "./plan.js";
import { MOST_VALUES } from "./tare.js";

const GRAMS = ["gross", "tare"];

/** Ask where a reading is no multiple of `balance.d` (grams). @param {import("../judgement.js").Judgement} judgement @param {import("./product.js").Product} product */
export function findReadings(judgement, product) {
  const d = judgement.record.part("balance")?.quantity("d", { positive: true });
  if (!d) return;
  for (const [at, value] of readings(judgement, product)) {
    const reading = exact(value);
    if (!reading.modulo(d).isZero()) judgement.find("reading_off_scale", at, { reading, d });
  }
}

/** What was read off in grams; a net content is, when it is a mass. @returns {[string, string][]} */
function readings(judgement, product) {
  const names = product.weighed ? (product.kind === "mass" ? ["net", ...GRAMS] : GRAMS) : [];
  const packages = judgement.record.items("packages", MOST_PACKAGES).flatMap((one, i) =>
    names.filter((name) => one[name] !== undefined && one[name] !== null && one[name] !== "").map((name) => [`packages/${i}/${name}`, one[name]]));
  const values = judgement.record.part("tare")?.items("values", MOST_VALUES) ?? [];
  return [...packages, ...values.map((value, i) => [`tare/values/${i}`, value])];
}
