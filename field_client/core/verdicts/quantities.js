/**
 * Exact quantities: decimal strings in, rationals inside, decimal strings out. Never a binary fraction.
 */

const PLAIN = /^([+-]?)([0-9]{1,12})(?:\.([0-9]{1,12}))?$/;
const [HALF_EVEN, HALF_UP, UP] = ["half_even", "half_up", "up"];
export const ROUNDINGS = [HALF_EVEN, HALF_UP, UP];
const MOST_KEPT = 4096;

/** A rational number `n / d` with `d` above zero, not necessarily in lowest terms. */
export class Rational {
  /** @param {bigint} n @param {bigint} [d] */
  constructor(n, d = 1n) {
    this.n = n;
    this.d = d;
  }

  /** @param {number} value a whole number */
  static of(value) {
    return new Rational(BigInt(value));
  }

  /** @param {Rational} other */
  plus(other) {
    if (this.d === other.d) return new Rational(this.n + other.n, this.d);
    if (this.d % other.d === 0n) return new Rational(this.n + other.n * (this.d / other.d), this.d);
    if (other.d % this.d === 0n) return new Rational(this.n * (other.d / this.d) + other.n, other.d);
    return new Rational(this.n * other.d + other.n * this.d, this.d * other.d);
  }

  /** @param {Rational} other */
  minus(other) {
    return this.plus(other.negative());
  }

  /** @param {Rational} other */
  times(other) {
    return new Rational(this.n * other.n, this.d * other.d);
  }

  /** @param {Rational} other not zero */
  over(other) {
    const [n, d] = [this.n * other.d, this.d * other.n];
    return d < 0n ? new Rational(-n, -d) : new Rational(n, d);
  }

  /** What is left of the division by a positive number: at least zero and below it. @param {Rational} other */
  modulo(other) {
    const [whole, part] = [other.n * this.d, (this.n * other.d) % (other.n * this.d)];
    return new Rational(part < 0n ? part + whole : part, this.d * other.d);
  }

  negative() {
    return new Rational(-this.n, this.d);
  }

  absolute() {
    return this.n < 0n ? this.negative() : this;
  }

  isZero() {
    return this.n === 0n;
  }

  isWhole() {
    return this.n % this.d === 0n;
  }

  /** @param {Rational} other @returns {number} below, at or above zero */
  compare(other) {
    const [left, right] = this.d === other.d ? [this.n, other.n] : [this.n * other.d, other.n * this.d];
    return left < right ? -1 : left > right ? 1 : 0;
  }

  /** @param {Rational} other */
  equals(other) {
    return this.compare(other) === 0;
  }

  /** @param {Rational} other */
  isAtMost(other) {
    return this.compare(other) <= 0;
  }

  /** @param {Rational} other */
  isAbove(other) {
    return this.compare(other) > 0;
  }

  /** The same number in lowest terms. */
  reduced() {
    const common = divisor(this.n < 0n ? -this.n : this.n, this.d);
    return common === 1n ? this : new Rational(this.n / common, this.d / common);
  }
}

export const ZERO = new Rational(0n);

/** @param {bigint} a @param {bigint} b @returns {bigint} the greatest common divisor */
export function divisor(a, b) {
  while (b) [a, b] = [b, a % b];
  return a;
}

/** @param {bigint} a @param {bigint} b @returns {bigint} the least common multiple */
export const multiple = (a, b) => (a / divisor(a, b)) * b;

/** @param {Rational[]} values not empty */
export const most = (values) => values.reduce((found, one) => (one.isAbove(found) ? one : found));

/** @param {Rational[]} values not empty */
export const least = (values) => values.reduce((found, one) => (found.isAbove(one) ? one : found));

/** @param {Rational[]} values */
export const sum = (values) => values.reduce((all, one) => all.plus(one), ZERO);

/** @param {number} places */
export const power = (places) => 10n ** BigInt(places);

/**
 * The digits of a plain decimal string as an integer and the number of its decimals, else null.
 * Plain means ASCII digits, an optional sign and an optional point with digits on both sides: no exponent, no thousands
 * separators, at most 12 digits before and 12 after the point.
 * @param {unknown} text
 * @returns {[bigint, number] | null}
 */
export function scaled(text) {
  const match = typeof text === "string" ? PLAIN.exec(text) : null;
  if (!match) return null;
  const [, sign, whole, decimals = ""] = match;
  const digits = BigInt(whole + decimals);
  return [sign === "-" ? -digits : digits, decimals.length];
}

/** @type {Map<string, Rational>} */
const known = new Map();

/** The value of a decimal string of the programme's own tables. @param {string} text @returns {Rational} */
export function exact(text) {
  const found = known.get(text);
  if (found) return found;
  const parts = scaled(text);
  if (!parts) throw new RangeError(`not a plain decimal: ${text}`);
  const value = new Rational(parts[0], power(parts[1]));
  if (known.size >= MOST_KEPT) known.clear();
  known.set(text, value);
  return value;
}

/**
 * `value` to `places` decimals, exactly; `up` goes away from zero whenever anything is cut off.
 * @param {Rational} value @param {number} places @param {string} [rounding]
 */
export function rounded(value, places, rounding = HALF_EVEN) {
  const scale = power(places);
  return new Rational(divided(value.n * scale, value.d, rounding), scale);
}

/**
 * The quotient of two integers, the second positive, rounded to a whole number.
 * @param {bigint} numerator @param {bigint} denominator @param {string} [rounding]
 */
export function divided(numerator, denominator, rounding = HALF_EVEN) {
  const size = numerator < 0n ? -numerator : numerator;
  let whole = size / denominator;
  const rest = size % denominator;
  const twice = 2n * rest - denominator;
  const tie = rounding === HALF_UP || (rounding === HALF_EVEN && whole % 2n === 1n);
  if (twice > 0n || (rest && rounding === UP) || (twice === 0n && tie)) whole += 1n;
  return numerator < 0n ? -whole : whole;
}

/** The next whole number, or `value` itself when it is whole. @param {Rational} value not negative */
export const roundedUp = (value) => new Rational((value.n + value.d - 1n) / value.d);

/** The square root of a non-negative `square` to `places` decimals, half even. @param {Rational} square @param {number} places */
export function root(square, places) {
  const scale = power(places);
  let below = wholeRoot((square.n * scale * scale) / square.d);
  const odd = 2n * below + 1n;
  const order = square.compare(new Rational(odd * odd, 4n * scale * scale));
  if (order > 0 || (order === 0 && below % 2n === 1n)) below += 1n;
  return new Rational(below, scale);
}

/** @param {bigint} square */
function wholeRoot(square) {
  if (square < 2n) return square;
  let above = 1n << BigInt((square.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (above + square / above) >> 1n;
    if (next >= above) return above;
    above = next;
  }
}

/**
 * A decimal string without exponent or trailing zeros. Values with a finite decimal expansion are written out in full,
 * the others rounded half even to `places`.
 * @param {Rational} value @param {number} [places]
 */
export function plain(value, places = 6) {
  const simple = exactPlaces(value.d) === null ? value.reduced() : value;
  const digits = exactPlaces(simple.d);
  if (digits === null) return pointed(divided(simple.n * power(places), simple.d), places);
  return pointed((simple.n * power(digits)) / simple.d, digits);
}

/** The decimal string of `digits` divided by ten to the power of `places`, trailing zeros cut. @param {bigint} digits @param {number} places */
export function pointed(digits, places) {
  if (places === 0) return digits.toString();
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, "0");
  const whole = text.slice(0, -places);
  const decimals = text.slice(-places).replace(/0+$/, "");
  return `${digits < 0n ? "-" : ""}${whole}${decimals && "."}${decimals}`;
}

/** @type {Map<bigint, number | null>} */
const expansions = new Map();

/** How many decimals a fraction with this denominator has; null when the expansion never ends. @param {bigint} denominator */
export function exactPlaces(denominator) {
  const found = expansions.get(denominator);
  if (found !== undefined) return found;
  let [rest, twos, fives] = [denominator, 0, 0];
  for (; rest % 2n === 0n; twos += 1) rest /= 2n;
  for (; rest % 5n === 0n; fives += 1) rest /= 5n;
  const places = rest === 1n ? Math.max(twos, fives) : null;
  if (expansions.size >= MOST_KEPT) expansions.clear();
  expansions.set(denominator, places);
  return places;
}
