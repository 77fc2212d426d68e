export { DOUBTS } from "./doubts.js";
export { evaluate } from "./evaluate.js";
export { notes, TEXTS } from "./notes.js";
