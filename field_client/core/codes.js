/**
 * What a scanned or typed code stands for. Labels hold the address of a public page whose last part is the number.
 * @param {string} code
 * @returns {string} the number
 */
export function numberOf(code) {
  const text = code.trim();
  if (!/^https?:\/\//i.test(text)) return text;
  const last = new URL(text).pathname.split("/").filter(Boolean).at(-1) ?? "";
  return decodeURIComponent(last);
}

/**
 * The visits, and the instruments or products in them, that have this number.
 * @param {any[]} assignments of the bundle
 * @param {string} number
 * @returns {{assignment: any, register: string | null, thing: any}[]}
 */
export function find(assignments, number) {
  const wanted = number.trim().toLowerCase();
  if (!wanted) return [];
  const is = (thing) => thing.number.toLowerCase() === wanted;
  return assignments.flatMap((assignment) => {
    const things = ["instruments", "products"].flatMap((register) =>
      (assignment[register] ?? []).filter(is).map((thing) => ({ assignment, register, thing })),
    );
    return is(assignment.object) ? [{ assignment, register: null, thing: null }, ...things] : things;
  });
}
