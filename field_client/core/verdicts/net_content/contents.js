/** The net contents of the packages as integers over one common denominator. */
import { RecordError } from "../errors.js";
import { multiple, power, Rational, scaled, ZERO } from "../quantities.js";
import { isObject } from "../reading.js";
import { MOST_PACKAGES } from "./plan.js";

const ONE = Rational.of(1);
/** @param {unknown} value */
const isGiven = (value) => value !== null && value !== undefined && value !== "";

/**
 * `nets[i] / denominator` is the net content of package i; `barred` are those that rest on an unfit mean tare.
 * @typedef {{nets: bigint[], denominator: bigint, barred: Set<number>}} Contents
 */

/**
 * The net contents in the product's unit; grams become millilitres by the density.
 * @param {import("../reading.js").Reading} record @param {import("./product.js").Product} product @param {import("./tare.js").Tare} tare
 * @returns {Contents}
 */
export function readContents(record, product, tare) {
  const packages = record.items("packages", MOST_PACKAGES);
  const measured = packages.map((one, i) => measure(one, i, product, tare));
  const weighed = measured.some((one) => one.grams);
  if (weighed && product.kind === "volume" && !product.density) throw new RecordError("required", "density");
  const places = Math.max(0, ...measured.map((one) => one.parts[1]));
  const mean = tare.mean ?? ZERO;
  const density = product.kind === "volume" && weighed ? product.density : ONE;
  const scale = power(places);
  const denominator = multiple(multiple(scale, mean.d) * density.n, scale);
  const perGram = (denominator / density.n) * density.d;
  const meanTare = mean.n * (perGram / mean.d);
  const nets = measured.map(({ parts, grams, averaged }, i) => {
    const value = parts[0] * ((grams ? perGram : denominator) / power(parts[1])) - (averaged ? meanTare : 0n);
    if (value < 0n) throw new RecordError("gross_below_tare", `packages/${i}/gross`);
    return value;
  });
  const averaged = measured.flatMap((one, i) => (one.averaged ? [i] : []));
  return { nets, denominator, barred: new Set(tare.barred ? averaged : []) };
}

/**
 * Digits and places of the net content, or of the `grams` of which the density, and for those `averaged` the mean tare, are
 * still to be taken into account.
 */
function measure(one, i, product, tare) {
  if (!isObject(one)) throw new RecordError("not_an_object", `packages/${i}`);
  if (!isGiven(one.gross)) {
    const parts = quantity(one.net, i, "net");
    if (product.counted && parts[0] % power(parts[1])) throw new RecordError("not_whole", `packages/${i}/net`);
    return { parts, grams: false, averaged: false };
  }
  if (isGiven(one.net)) throw new RecordError("net_and_gross", `packages/${i}/net`);
  if (!product.weighed) throw new RecordError("only_net", `packages/${i}/gross`);
  const gross = quantity(one.gross, i, "gross");
  if (isGiven(one.tare)) return { parts: difference(gross, quantity(one.tare, i, "tare")), grams: true, averaged: false };
  if (!tare.mean) throw new RecordError("required", `packages/${i}/tare`);
  return { parts: gross, grams: true, averaged: true };
}

function quantity(value, i, key) {
  const parts = scaled(value);
  if (!parts) throw new RecordError(isGiven(value) ? "not_a_quantity" : "required", `packages/${i}/${key}`);
  if (parts[0] < 0n) throw new RecordError("negative", `packages/${i}/${key}`);
  return parts;
}

function difference([gross, grossPlaces], [tare, tarePlaces]) {
  const places = Math.max(grossPlaces, tarePlaces);
  return [gross * power(places - grossPlaces) - tare * power(places - tarePlaces), places];
}
