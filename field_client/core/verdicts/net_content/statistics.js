/** Mean, standard deviation, deficiencies and classes of a lot's packages. */
import { divided, exactPlaces, multiple, pointed, power, Rational, root } from "../quantities.js";

export const [OK, T1, T2] = ["ok", "t1", "t2"];
const FAR = 10n;

/**
 * Packages with T < deficiency <= 2T (`t1`) and above 2T (`t2`, at `t2At`); in `sure` those with an unfit tare count as ok.
 * @typedef {{classes: string[], t1: number, t2: number, sure: string[], t2At: number[]}} Counts
 */

/** The measured packages against the nominal content, over one common denominator. */
export class Lot {
  /** @param {import("./contents.js").Contents} contents @param {Rational} nominal in lowest terms */
  constructor(contents, nominal) {
    this.contents = contents;
    this.nominal = nominal;
    this.denominator = multiple(contents.denominator, nominal.d);
    const scale = this.denominator / contents.denominator;
    this.nets = contents.nets.map((net) => net * scale);
    this.whole = nominal.n * (this.denominator / nominal.d);
    this.short = this.nets.map((net) => this.whole - net);
    this.measured = this.nets.length;
    this.total = this.nets.reduce((all, net) => all + net, 0n);
    this.mean = this.measured ? new Rational(this.total, BigInt(this.measured) * this.denominator) : null;
    this.variance = this.measured < 2 ? null : this.#variance();
    this.s = this.variance && root(this.variance, 6);
    this.text = writer(this.denominator);
  }

  /** @param {number} index */
  net(index) {
    return this.text(this.nets[index]);
  }

  /** @param {number} index */
  deficiency(index) {
    return this.text(this.short[index]);
  }

  /** The square of s (divisor n - 1). */
  #variance() {
    const n = BigInt(this.measured);
    const squares = this.short.reduce((all, one) => all + one * one, 0n);
    const total = n * this.whole - this.total;
    return new Rational(n * squares - total * total, n * (n - 1n) * this.denominator ** 2n);
  }

  /** The first `count` packages, in the order taken. @param {number} count @returns {Lot} */
  first(count) {
    if (count >= this.measured) return this;
    const { nets, denominator, barred } = this.contents;
    return new Lot({ nets: nets.slice(0, count), denominator, barred: new Set([...barred].filter((i) => i < count)) }, this.nominal);
  }

  /** The classes under T = `once` and 2T = `twice`; a limit itself still belongs to the milder class. @param {Rational} once @param {Rational} twice @returns {Counts} */
  counts(once, twice) {
    const per = multiple(once.d, twice.d);
    const [least, most] = [once, twice].map((limit) => limit.n * (per / limit.d) * this.denominator);
    const classes = this.short.map((one) => (one * per <= least ? OK : one * per <= most ? T1 : T2));
    const { barred } = this.contents;
    const [t1At, t2At] = [T1, T2].map((name) => classes.flatMap((one, i) => (one === name ? [i] : [])));
    const sure = barred.size ? classes.map((one, i) => (barred.has(i) ? OK : one)) : classes;
    return { classes, t1: t1At.length, t2: t2At.length, sure, t2At };
  }

  /** Packages that hold ten times or a tenth of the nominal content: more likely a slip than a package. */
  implausible() {
    const isFar = (net) => net >= FAR * this.whole || net * FAR <= this.whole;
    return this.nets.flatMap((net, i) => (isFar(net) ? [i] : []));
  }

  /** The figures of each package: `net`, `deficiency`, `class` (null when nothing could be judged). @param {string[] | null} classes */
  rows(classes) {
    return this.nets.map((_, i) => ({ net: this.net(i), deficiency: this.deficiency(i), class: classes ? classes[i] : null }));
  }
}

function writer(denominator) {
  const places = exactPlaces(denominator);
  if (places === null) return (value) => pointed(divided(value * power(6), denominator), 6);
  const factor = power(places) / denominator;
  return (value) => pointed(value * factor, places);
}
