/**
 * Judging a record that is not complete yet: what cannot be judged is left out, part by part, and the rest is judged.
 */
import { RecordError } from "./errors.js";

const MOST_PARTS = 300;

/**
 * @param {(record: any) => import("./judgement.js").Result} judge throws RecordError
 * @param {any} record stays as it is
 * @returns {{result: import("./judgement.js").Result | null, kept: any, errors: RecordError[], at: (place: string) => string}}
 *   `kept` is the record that was judged; `result` is null when what is missing concerns the whole; `at` makes a place in the result one in the record
 */
export function judgeParts(judge, record) {
  const [parts, errors] = [new Parts(record), []];
  for (let turn = 0; turn < MOST_PARTS; turn += 1) {
    try {
      return { result: judge(parts.record), kept: parts.record, errors, at: (place) => parts.original(place) };
    } catch (error) {
      if (!(error instanceof RecordError)) throw error;
      const at = parts.original(error.at);
      if (!errors.some((one) => one.at.startsWith(at))) errors.push(new RecordError(error.code, at, error.values));
      if (!parts.leaveOut(error.at)) break;
    }
  }
  return { result: null, kept: parts.record, errors, at: (place) => place };
}

/** A copy of a record from which parts are taken away; rows keep their numbers of before. */
class Parts {
  constructor(record) {
    this.record = structuredClone(record);
    /** @type {Map<string, number[]>} */
    this.kept = new Map();
  }

  /** A place of the copy as one of the record that was given. @param {string} place */
  original(place) {
    const path = [];
    for (const segment of place.split("/")) path.push(String(this.kept.get(path.join("/"))?.[Number(segment)] ?? segment));
    return path.join("/");
  }

  /** Take away what stands at a place, or the innermost part around it that is there. @param {string} place @returns {boolean} */
  leaveOut(place) {
    const path = place.split("/").filter(Boolean);
    for (let length = path.length; length > 0; length -= 1) {
      const owner = path.slice(0, length - 1).reduce((part, key) => part?.[key], this.record);
      const key = path[length - 1];
      if (typeof owner !== "object" || owner === null || !Object.hasOwn(owner, key)) continue;
      if (Array.isArray(owner)) this.#removeRow(owner, path.slice(0, length - 1), Number(key));
      else delete owner[key];
      return true;
    }
    return false;
  }

  #removeRow(rows, path, index) {
    const list = this.original(path.join("/"));
    if (!this.kept.has(list)) this.kept.set(list, rows.map((_, i) => i));
    this.kept.get(list).splice(index, 1);
    rows.splice(index, 1);
  }
}
