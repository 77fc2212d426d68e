/**
 * Assignments put together by visit, in their order: those of one draw and one object are one visit, with a record for
 * each programme.
 * @param {any[]} assignments of the bundle
 * @returns {any[][]}
 */
export function visits(assignments) {
  const found = new Map();
  for (const one of assignments) {
    const key = `${one.draw.id} ${one.object.id}`;
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found.values()];
}

/**
 * The assignments of the visit to which one belongs, itself among them.
 * @param {any[]} assignments of the bundle
 * @param {any} assignment
 * @returns {any[]}
 */
export const visitOf = (assignments, assignment) => assignments.filter((one) => one.draw.id === assignment.draw.id && one.object.id === assignment.object.id);
