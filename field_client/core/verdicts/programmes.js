/** The programmes that measure something, in one list; all others are judged by their checklist alone. */
import { evaluate } from "./checklist.js";
import * as eyewear from "./eyewear/programme.js";
import * as legal_units from "./legal_units/programme.js";
import * as market_scales from "./market_scales/programme.js";
import * as net_content from "./net_content/programme.js";
import * as verification_bodies from "./verification_bodies/programme.js";

const MEASURED = { market_scales, net_content, eyewear, legal_units, verification_bodies };
const CHECKLIST_ONLY = { evaluate, notes: () => [], TEXTS: {}, DOUBTS: [] };

/** How a programme is judged and what its form shows meanwhile. @param {string} name */
export const programme = (name) => (Object.hasOwn(MEASURED, name) ? MEASURED[name] : CHECKLIST_ONLY);
