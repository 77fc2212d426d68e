/**
 * The form of a programme (form.json): sections of kind fields, grid, repeat, checklist, and where their answers stand in the record.
 * @typedef {{id: string, kind: string, path?: string[], required?: boolean, signed?: boolean, unit?: string | {path: string[]},
 *   choices?: string[], max_length?: number, lines?: boolean, list?: boolean, min?: string, max?: string}} Field
 * @typedef {{id: string, kind: string, path: string[], optional?: boolean, register?: string, fill?: Record<string, string>,
 *   row_label?: string[], items?: string, fields?: Field[], sections?: Section[], rows?: Record<string, any>[]}} Section
 */

/** Where a section stands. @param {string[]} base the row that it is in, or [] @param {Section} section */
export const sectionPath = (base, section) => [...base, ...section.path];

/** Where a field stands below its section or row. @param {string[]} above @param {Field} field */
export const fieldPath = (above, field) => [...above, ...(field.path ?? [field.id])];

/** A row of a list. @param {string[]} list @param {string} key */
export const rowPath = (list, key) => [...list, `@${key}`];

/** The keys of planned rows sort before those of added ones, which begin with the time. @param {number} index */
export const plannedKey = (index) => `0-${String(index + 1).padStart(3, "0")}`;

/** The same thing of the register has the same key on every tablet, in the order of the tickets. @param {{ticket: string}} thing */
export const registeredKey = (thing) => `0-${thing.ticket.slice(0, 24)}`;

/**
 * The columns of a grid in which one types: those required (else the first), and those asked for.
 * @param {Section} section
 * @param {Set<string>} asked ids of further columns
 * @returns {Field[]}
 */
export function columns(section, asked) {
  const required = section.fields.filter((field) => field.required);
  const typed = section.fields.filter((field) => field.id !== section.draw?.field);
  const always = required.length || asked.size ? required : typed.slice(0, 1);
  return section.fields.filter((field) => always.includes(field) || asked.has(field.id));
}

/**
 * What is required and has no answer, in the order of the form.
 * @param {Section[]} sections
 * @param {{value: (path: string[]) => unknown, rows: (path: string[]) => string[]}} answers
 * @param {string[]} [base]
 * @returns {{section: Section, field: Field, path: string[]}[]}
 */
export function missing(sections, answers, base = []) {
  return sections.flatMap((section) => {
    const at = sectionPath(base, section);
    if (section.kind === "fields") return section.optional && !begun(section, at, answers) ? [] : lacking(section, at, answers);
    if (section.kind === "grid") return answers.rows(at).flatMap((key) => lacking(section, rowPath(at, key), answers));
    if (section.kind === "repeat") return answers.rows(at).flatMap((key) => missing(section.sections, answers, rowPath(at, key)));
    return [];
  });
}

const begun = (section, at, answers) => section.fields.some((field) => isSet(answers.value(fieldPath(at, field))));

const lacking = (section, at, answers) =>
  section.fields
    .filter((field) => field.required && !isSet(answers.value(fieldPath(at, field))))
    .map((field) => ({ section, field, path: fieldPath(at, field) }));

const isSet = (value) => value !== undefined && value !== null && value !== "";
