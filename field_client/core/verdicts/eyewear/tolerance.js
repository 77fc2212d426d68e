/** Tolerances of finished spectacles: which standard a design belongs to, and its rows. */
import { holds, pick } from "../bands.js";

export const PROGRESSIVE = "progressive";
export const DESIGNS = ["single_vision", "multifocal", PROGRESSIVE];

/** Progressive lenses have a standard, and so a table, of their own. @param {string} name @param {string} design */
export const table = (name, design) => (design === PROGRESSIVE ? `${name}_${PROGRESSIVE}` : name);

/** `meridian` and `cylinder` tolerances by the stronger ordered meridian and the ordered cylinder. */
export function powerRow(judgement, design, strongest, cylinder) {
  const rows = judgement.rows(table("power", design)).filter((row) => holds(row, cylinder.absolute(), "cylinder_"));
  return pick(rows, strongest);
}

/** `degrees`; null for a cylinder so weak that its axis is not judged. */
export const axisRow = (judgement, design, cylinder) => pick(judgement.rows(table("axis", design)), cylinder.absolute());

export const additionRow = (judgement, design, addition) => pick(judgement.rows(table("addition", design)), addition);
