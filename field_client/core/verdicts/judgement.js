/**
 * One judging in progress: the editions it used and the findings it made, put together into a result.
 * @typedef {{limits?: any, checklist?: any}} Tables limits.json and checklist.json of a programme as they stand
 * @typedef {{programme: string, verdict: string, editions: any[], figures: any, findings: import("./findings.js").Finding[]}} Result
 */
import { choose, entry, inForce } from "./editions.js";
import { finding } from "./findings.js";
import { Reading } from "./reading.js";

/** Collects while an evaluator walks the record; `record` is the record's Reading. */
export class Judgement {
  /** @param {string} programme @param {unknown} record @param {Tables} tables @param {{dated?: boolean}} [how] */
  constructor(programme, record, tables, { dated = true } = {}) {
    this.programme = programme;
    this.record = new Reading(record);
    this.tables = tables;
    this.day = this.record.day("date", { required: dated });
    this.options = this.record.part("options") ?? new Reading({}, "options");
    /** @type {import("./findings.js").Finding[]} */
    this.findings = [];
    /** @type {Map<string, import("./editions.js").Choice>} */
    this.choices = new Map();
  }

  /** The checklist items of a group: `object` or `instrument`. @param {string} group @returns {any[]} */
  items(group) {
    return this.tables.checklist?.groups?.[group] ?? [];
  }

  /** The rows of the edition that judges; the first use writes it into the result. @param {string} table @returns {any[]} */
  rows(table) {
    return this.edition(table).judged.rows;
  }

  /** Whether any edition of a table is in force for this record: some rules are younger than others. @param {string} table */
  has(table) {
    return this.day === null || this.tables.limits.tables[table].editions.some((edition) => inForce(edition, this.day));
  }

  /** The edition of a table for this record, with a hint when a known one stands in for it. @param {string} table */
  edition(table) {
    const chosen = this.choices.get(table);
    if (chosen) return chosen;
    const { option, editions, others } = this.tables.limits.tables[table];
    const wanted = option ? this.options.text(option) : this.#companion(table);
    const at = option && wanted !== null ? this.options.path(option) : "date";
    const choice = choose(table, editions, this.day, wanted, at, others);
    this.choices.set(table, choice);
    if (choice.judged !== choice.due) {
      const values = { edition: choice.due.document, judged_by: choice.judged.document };
      this.#find("edition_unknown", at, [choice.due], null, values);
    }
    return choice;
  }

  /** The edition of a table that goes with the edition of another one which the options name. @param {string} table @returns {string | null} */
  #companion(table) {
    const { tables } = this.tables.limits;
    const { follows } = tables[table];
    if (!follows) return null;
    const wanted = this.options.get(tables[follows].option);
    const lead = tables[follows].others.flat().find(({ id }) => id === wanted);
    return lead?.with?.[table] ?? null;
  }

  /**
   * Add a finding; severity and basis come from the programme's data, the limit's from its edition.
   * @param {string} code @param {string} at @param {Record<string, any>} [values] @param {{table?: string | null, severity?: string | null}} [how]
   */
  find(code, at, values = {}, { table = null, severity = null } = {}) {
    this.#find(code, at, table === null ? [] : [this.edition(table).judged], severity, values);
  }

  #find(code, at, basis, severity, values) {
    const known = this.tables.limits.findings[code];
    this.findings.push(finding(code, severity ?? known.severity, at, [...basis, ...(known.basis ?? [])], values));
  }

  /** Add a finding made elsewhere, such as a checklist's. @param {import("./findings.js").Finding} ready */
  add(ready) {
    this.findings.push(ready);
  }

  /** @param {string} verdict @param {any} figures @returns {Result} */
  result(verdict, figures) {
    const editions = [...this.choices.values()].map(entry);
    return { programme: this.programme, verdict, editions, figures, findings: this.findings };
  }
}
