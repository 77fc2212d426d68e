/** The product: what kind of quantity its net content is, and how much it states. */
import { RecordError } from "../errors.js";

const UNITS = { mass: "g", volume: "mL", length: "m", area: "m2", count: "pcs" };
const WEIGHED = ["mass", "volume"];
const DRAINED = "drained";
const CONTENTS = ["net", DRAINED];

/**
 * `nominal` in the unit of its kind; `density` in g/mL or null; `weighed`: whether gross and tare in grams may lead to its
 * net content; `drained` where it is the drained weight 沥干物.
 * @typedef {{kind: string, nominal: import("../quantities.js").Rational, density: import("../quantities.js").Rational | null,
 *   counted: boolean, weighed: boolean, drained: boolean}} Product
 */

/** @param {import("../reading.js").Reading} record @returns {Product} */
export function readProduct(record) {
  const given = record.part("product", { required: true });
  const kind = given.choice("kind", Object.keys(UNITS), { required: true });
  given.choice("unit", [UNITS[kind]]);
  for (const key of ["name", "producer", "batch"]) given.text(key);
  const nominal = given.quantity("nominal", { required: true, positive: true }).reduced();
  const counted = kind === "count";
  if (counted && !nominal.isWhole()) throw new RecordError("not_whole", given.path("nominal"));
  const drained = given.choice("content", CONTENTS) === DRAINED;
  const density = record.quantity("density", { positive: true });
  return { kind, nominal, density: density && density.reduced(), counted, weighed: WEIGHED.includes(kind), drained };
}
