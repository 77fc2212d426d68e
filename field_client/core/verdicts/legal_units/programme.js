export { evaluate } from "./evaluate.js";
export { notes, TEXTS } from "./notes.js";

/** A text holds no quantities that could be slips. */
export const DOUBTS = [];
