/**
 * A record that cannot be judged. `code` names the text (`error.<code>`), `at` is the path of the field such as
 * `packages/3/net` (empty for the record itself), `values` fill the placeholders of the text.
 */
export class RecordError extends Error {
  /** @param {string} code @param {string} at @param {Record<string, string>} [values] */
  constructor(code, at, values = {}) {
    super(`${at || "record"}: ${code}`);
    this.name = "RecordError";
    this.code = code;
    this.at = at;
    this.values = values;
  }
}
