/** What a scanned or typed code stands for: a number, or the address of a page that ends with one. */

/** The addresses on labels, as the public reads them: /i/ and the id of an instrument, /o/ and the number of an object. */
const LABEL = /^\/([io])\/(.+)$/;
/** The address into which a label is turned on an enrolled tablet (labels_worker.js). */
const FOUND = /^#\/find\/([^/]+)/;

/**
 * @param {string} code
 * @returns {string} the number, or the id of an instrument
 */
export function numberOf(code) {
  const text = code.trim();
  const url = address(text);
  if (!url) return text;
  const named = FOUND.exec(url.hash)?.[1] ?? LABEL.exec(url.pathname)?.[2] ?? url.pathname.split("/").filter(Boolean).at(-1);
  return decoded(named ?? "");
}

/** The page that the public sees behind a label; null for anything else. @param {string} code @returns {string | null} */
export function publicPage(code) {
  const label = LABEL.exec(address(code.trim())?.pathname ?? "");
  return label && pageOf(label[1], decoded(label[2]));
}

/** With something behind it the address is not turned into a visit. @param {string} kind i or o @param {string} number */
export const pageOf = (kind, number) => `/${kind}/${number.split("/").map(encodeURIComponent).join("/")}?public`;

function address(text) {
  if (!/^https?:\/\//i.test(text)) return null;
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** A part of an address in plain letters; as it is where it makes no sense. @param {string} text */
export function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The visits, and the instruments or products in them, that have this number. Labels name an instrument by its id.
 * @param {any[]} assignments of the bundle
 * @param {string} number
 * @returns {{assignment: any, register: string | null, thing: any}[]}
 */
export function find(assignments, number) {
  const wanted = number.trim().toLowerCase();
  if (!wanted) return [];
  const is = (thing) => [thing.number, thing.id].some((name) => name?.toLowerCase() === wanted);
  return assignments.flatMap((assignment) => {
    const things = ["instruments", "products"].flatMap((register) =>
      (assignment[register] ?? []).filter(is).map((thing) => ({ assignment, register, thing })),
    );
    return is(assignment.object) ? [{ assignment, register: null, thing: null }, ...things] : things;
  });
}
