/**
 * A result in plain words: what was found, with which numbers, on what basis.
 * @typedef {Record<string, {zh: string, en: string}>} Texts
 */
import { VIOLATION } from "./findings.js";

/** The texts of a programme in one language. */
export class Words {
  /** @param {Texts} texts @param {"zh" | "en"} language */
  constructor(texts, language) {
    this.texts = texts;
    this.language = language;
  }

  /** @param {string} key */
  knows(key) {
    return Object.hasOwn(this.texts, key);
  }

  /** The text under `key` with its placeholders filled; the key itself when there is none. @param {string} key @param {Record<string, any>} [values] */
  text(key, values = {}) {
    return this.knows(key) ? filled(this.texts[key][this.language], values) : key;
  }

  /** The name of a document or clause: the data has it in Chinese, the texts in English. @param {string} chinese */
  cite(chinese) {
    const key = `cite.${chinese}`;
    return this.knows(key) ? this.text(key) : chinese;
  }

  /** @param {import("./findings.js").Finding} found */
  finding(found) {
    const key = `finding.${found.code}`;
    if (this.knows(key)) return this.text(key, this.#values(found.values));
    return this.text(found.severity === VIOLATION ? "finding.check" : "finding.check_hint", { item: this.text(`check.${found.code}`) });
  }

  /** What a finding rests on, one line for each document. @param {import("./findings.js").Finding} found @returns {string[]} */
  basis(found) {
    return found.basis.map(({ document, clause }) => [document, clause].filter(Boolean).map((one) => this.cite(one)).join(", "));
  }

  /** Why a record, or a part of it, cannot be judged. @param {import("./errors.js").RecordError} error */
  error(error) {
    return this.text(`error.${error.code}`, error.values);
  }

  /** Values that are codes, such as mm or prism, become words where the texts have them. */
  #values(values) {
    const told = Object.entries(values).map(([name, value]) => {
      const keys = name === "item" ? [`check.${value}`, `violation.${value}`] : [`value.${name}.${value}`];
      const key = keys.find((one) => this.knows(one));
      return [name, key ? this.text(key) : this.cite(value)];
    });
    return Object.fromEntries(told);
  }
}

/** @param {string} text @param {Record<string, any>} values */
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
