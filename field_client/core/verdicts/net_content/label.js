/** The label: the words 净含量, the number, the legal unit, the height and prominence of the characters. */
import { pick } from "../bands.js";
import { VIOLATION } from "../findings.js";
import { exact, plain, scaled } from "../quantities.js";
import { NOT_JUDGED, passes } from "../verdicts.js";

const LONGEST_TEXT = 500;
const SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]*";
const EDGES = new RegExp(`^${SPACE}|${SPACE}$`, "g");
const WORDS = new RegExp(`净${SPACE}含${SPACE}量`);
const QUANTITY = new RegExp(
  `([0-9][0-9,]*(?:\\.[0-9]+)?)${SPACE}((?:(?![xX][0-9])[A-Za-z\\u03bc])+[23]?|[\\u4e00-\\u9fff]+)?`, "g",
);
const SEVERAL = /[×xX*+＋]/;
const CHINESE = /^[一-\u{10ffff}]/u;

/**
 * Judge the record's `label`; without one there is nothing to judge.
 * @param {import("../judgement.js").Judgement} judgement @param {import("./product.js").Product} product
 */
export function judgeLabel(judgement, product) {
  const given = judgement.record.part("label");
  if (!given) return NOT_JUDGED;
  const text = given.text("text", { longest: LONGEST_TEXT }) ?? "";
  const height = given.quantity("character_height_mm", { positive: true });
  const prominent = given.boolean("prominent");
  const before = judgement.findings.length;
  const statement = stated(judgement, product, text);
  if (statement) {
    judgeUnit(judgement, product, statement);
    judgeDigits(judgement, statement);
  }
  if (height) judgeHeight(judgement, product, height);
  if (prominent === false) judgement.find("label_not_prominent", "label/prominent");
  return passes(judgement.findings.slice(before).every(({ severity }) => severity !== VIOLATION));
}

/** The number and the unit as printed; labels of length, area and count may leave out the three characters. */
function stated(judgement, product, text) {
  const shown = text.normalize("NFKC").replace(EDGES, "");
  const words = WORDS.exec(shown);
  const missing = (what) => judgement.find("label_missing", "label/text", { missing: what });
  if (!words && (product.weighed || !shown)) {
    missing(shown ? "words" : "statement");
    return null;
  }
  const rest = words ? shown.slice(words.index + words[0].length) : shown;
  const found = [...rest.matchAll(QUANTITY)].filter(([, number]) => scaled(withoutCommas(number)));
  if (!found.length) {
    missing("number");
    return null;
  }
  const [[, number, unit = ""]] = found;
  return { number: withoutCommas(number), unit, several: found.length > 1 || SEVERAL.test(rest) };
}

const withoutCommas = (number) => number.replaceAll(",", "");

function judgeUnit(judgement, product, { number, unit, several }) {
  if (product.counted) return;
  const row = knownUnit(judgement, product, unit);
  const band = pick(judgement.rows("label_unit"), product.nominal, { kind: product.kind });
  if (!row || !band.units.includes(row.unit)) {
    judgement.find("label_unit_wrong", "label/text", { written: unit, expected: band.units.join(", ") }, { table: "label_unit" });
  }
  if (!row || several) return;
  const total = exact(number).times(exact(row.factor));
  const { nominal } = product;
  if (!total.equals(nominal)) judgement.find("label_nominal_differs", "label/text", { stated: total, nominal });
}

/** The unit of the product's kind that is written so; after a Chinese name more characters may follow. */
function knownUnit(judgement, product, unit) {
  const isWritten = (name) => unit === name || (CHINESE.test(name) && unit.startsWith(name));
  const rows = judgement.rows("unit_names").filter(({ kind }) => kind === product.kind);
  return rows.find(({ written }) => written.some(isWritten)) ?? null;
}

/** Zeros at the end of a whole number only hold the place and do not count as significant. */
function judgeDigits(judgement, { number }) {
  if (!judgement.has("label_digits")) return;
  const significant = number.includes(".") ? number.replace(/^[0.]+/, "") : number.replace(/^0+|0+$/g, "");
  const digits = significant.replace(".", "").length;
  const limit = judgement.rows("label_digits")[0].digits;
  if (digits <= limit) return;
  judgement.find("label_digits", "label/text", { digits: String(digits), limit: String(limit) }, { table: "label_digits" });
}

function judgeHeight(judgement, product, height) {
  const rows = judgement.rows("character_height").filter(({ kinds }) => kinds.includes(product.kind));
  const least = exact(pick(rows, product.nominal).mm);
  if (least.isAtMost(height)) return;
  const values = { height: plain(height), least: plain(least) };
  judgement.find("label_height_small", "label/character_height_mm", values, { table: "character_height" });
}
