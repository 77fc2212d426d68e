/**
 * Walking a record with its path in hand, so that every complaint names the field. Keys that nobody asks for are ignored;
 * a key that is absent, null or an empty string counts as not given.
 */
import { compareText } from "../paths.js";
import { RecordError } from "./errors.js";
import { power, Rational, scaled } from "./quantities.js";

const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const UNFIT = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]/u;
const [FIRST_YEAR, LAST_YEAR] = [1985, 2199];

/** A string without control characters (line breaks and tabs apart) and without broken characters. @param {unknown} value */
export const isText = (value) => typeof value === "string" && !UNFIT.test(value);

/** @param {unknown} value */
export const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** One object of the record (`value`) at the path `at`. */
export class Reading {
  /** @param {any} value @param {string} [at] */
  constructor(value, at = "") {
    if (!isObject(value)) throw new RecordError("not_an_object", at);
    this.value = value;
    this.at = at;
  }

  /** @param {string} key */
  path(key) {
    return this.at ? `${this.at}/${key}` : key;
  }

  /** @param {string} key @returns {any} */
  get(key) {
    return Object.hasOwn(this.value, key) ? this.value[key] : null;
  }

  /** In the order of the code points: that in which keys stand differs between stores and languages. */
  keys() {
    return Object.keys(this.value).sort(compareText);
  }

  /** @param {string} key */
  has(key) {
    const found = this.get(key);
    return found !== null && found !== undefined && found !== "";
  }

  /** The object under `key`, null when it is not given. @param {string} key @param {{required?: boolean}} [how] */
  part(key, { required = false } = {}) {
    return this.#given(key, required) ? new Reading(this.get(key), this.path(key)) : null;
  }

  /** The list of objects under `key`; empty when it is not given. @param {string} key @param {number} most */
  rows(key, most) {
    return this.items(key, most).map((row, i) => new Reading(row, `${this.path(key)}/${i}`));
  }

  /** The list under `key` as it stands; empty when it is not given. @param {string} key @param {number} most @returns {any[]} */
  items(key, most) {
    if (!this.#given(key, false)) return [];
    const found = this.get(key);
    if (!Array.isArray(found)) throw new RecordError("not_a_list", this.path(key));
    if (found.length > most) throw new RecordError("too_many", this.path(key), { most: String(most) });
    return found;
  }

  /** @param {string} key @param {{required?: boolean, longest?: number}} [how] @returns {string | null} */
  text(key, { required = false, longest = 200 } = {}) {
    if (!this.#given(key, required)) return null;
    const found = this.get(key);
    if (!isText(found)) throw new RecordError("not_text", this.path(key));
    if ([...found].length > longest) throw new RecordError("too_long", this.path(key), { longest: String(longest) });
    return found;
  }

  /** @param {string} key @param {readonly string[]} choices @param {{required?: boolean}} [how] @returns {string | null} */
  choice(key, choices, { required = false } = {}) {
    if (!this.#given(key, required)) return null;
    const found = this.get(key);
    if (!choices.includes(found)) throw new RecordError("not_a_choice", this.path(key), { choices: choices.join(", ") });
    return found;
  }

  /** @param {string} key @returns {boolean | null} */
  boolean(key) {
    if (!this.#given(key, false)) return null;
    const found = this.get(key);
    if (typeof found !== "boolean") throw new RecordError("not_a_boolean", this.path(key));
    return found;
  }

  /** An ISO date as text; such texts compare in the order of time. @param {string} key @param {{required?: boolean}} [how] @returns {string | null} */
  day(key, { required = false } = {}) {
    if (!this.#given(key, required)) return null;
    const found = this.get(key);
    const match = typeof found === "string" ? DAY.exec(found) : null;
    if (!match || !isDay(...match.slice(1).map(Number))) throw new RecordError("not_a_date", this.path(key));
    if (Number(match[1]) < FIRST_YEAR || Number(match[1]) > LAST_YEAR) {
      throw new RecordError("out_of_range", this.path(key), { from: `${FIRST_YEAR}-01-01`, to: `${LAST_YEAR}-12-31` });
    }
    return found;
  }

  /** A whole number, as a JSON integer or as a string of digits. @param {string} key @param {number} least @param {number} most @param {{required?: boolean}} [how] */
  whole(key, least, most, { required = false } = {}) {
    if (!this.#given(key, required)) return null;
    const found = this.get(key);
    const parts = Number.isInteger(found) ? [BigInt(found), 0] : scaled(found);
    if (!parts || parts[1]) throw new RecordError("not_whole", this.path(key));
    if (parts[0] < least || parts[0] > most) {
      throw new RecordError("out_of_range", this.path(key), { from: String(least), to: String(most) });
    }
    return Number(parts[0]);
  }

  /**
   * A decimal string as an exact rational; not negative unless `signed`, not zero if `positive`.
   * @param {string} key @param {{required?: boolean, signed?: boolean, positive?: boolean, within?: number[]}} [how]
   * @returns {Rational | null}
   */
  quantity(key, { required = false, signed = false, positive = false, within } = {}) {
    if (!this.#given(key, required)) return null;
    const parts = scaled(this.get(key));
    if (!parts) throw new RecordError("not_a_quantity", this.path(key));
    const found = new Rational(parts[0], power(parts[1]));
    if (found.n < 0n && !signed) throw new RecordError("negative", this.path(key));
    if (found.n === 0n && positive) throw new RecordError("not_positive", this.path(key));
    if (within && !(Rational.of(within[0]).isAtMost(found) && found.isAtMost(Rational.of(within[1])))) {
      throw new RecordError("out_of_range", this.path(key), { from: String(within[0]), to: String(within[1]) });
    }
    return found;
  }

  /** The list of decimal strings under `key`, none of them negative; empty when it is not given. @param {string} key @param {number} most */
  quantities(key, most) {
    const rows = new Reading({ ...this.items(key, most) }, this.path(key));
    return Object.keys(rows.value).map((place) => rows.quantity(place, { required: true }));
  }

  #given(key, required) {
    if (this.has(key)) return true;
    if (required) throw new RecordError("required", this.path(key));
    return false;
  }
}

function isDay(year, month, day) {
  const lengths = [31, year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= lengths[month - 1];
}
