/**
 * The programmes that measure something, in one list; all others are judged by their checklist alone. A tablet on a visit needs the
 * rules of one: each is fetched when it is asked for.
 */
import { evaluate } from "./checklist.js";

/**
 * @typedef {{evaluate: (name: string, record: any, tables: any) => import("./judgement.js").Result, notes: Function, TEXTS: any, DOUBTS: any[]}} Rules
 * @type {Record<string, () => Promise<any>>}
 */
const MEASURED = {
  market_scales: () => import("./market_scales/programme.js"),
  net_content: () => import("./net_content/programme.js"),
  eyewear: () => import("./eyewear/programme.js"),
  legal_units: () => import("./legal_units/programme.js"),
  verification_bodies: () => import("./verification_bodies/programme.js"),
};
/** @type {Rules} */
const CHECKLIST_ONLY = { evaluate, notes: () => [], TEXTS: {}, DOUBTS: [] };
/** @type {Map<string, Rules>} */
const here = new Map();

/** Fetch the rules of a programme; once they are here, it can be judged at once and any number of times. @param {string} name */
export async function prepare(name) {
  if (!here.has(name)) here.set(name, Object.hasOwn(MEASURED, name) ? await MEASURED[name]() : CHECKLIST_ONLY);
}

/** Fetch the rules of all. */
export const prepareAll = () => Promise.all(Object.keys(MEASURED).map(prepare));

/**
 * How a programme is judged and what its form shows meanwhile.
 * @param {string} name
 * @returns {Rules}
 * @throws {Error} for one that was not prepared: it must not be judged by less than its rules
 */
export function programme(name) {
  const rules = here.get(name);
  if (!rules) throw new Error(`the rules of ${name} are not here`);
  return rules;
}
