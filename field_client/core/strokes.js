/**
 * Strokes drawn on photos: a layer above the untouched original.
 * @typedef {import("./fold.js").Operation} Operation
 */
import { compareText } from "./paths.js";

/** Places on a photo are given in ten-thousandths of its width and of its height. */
export const PLACES = 10_000;
const MOST_PLACES = 4_000;
/** What lies nearer to the last place than this says nothing new. */
const NEAR = 25;

/**
 * @param {Operation[]} counting `effective(operations)`
 * @returns {Map<string, Operation[]>} by the photo's SHA-256, in the order of their ids
 */
export function strokes(counting) {
  const found = new Map();
  for (const one of counting.filter(({ kind }) => kind === "stroke").sort((a, b) => compareText(a.id, b.id))) {
    found.set(one.body.sha256, [...(found.get(one.body.sha256) ?? []), one]);
  }
  return found;
}

/** A stroke as it grows under the finger. */
export class Stroke {
  /** @type {number[]} */
  points = [];

  /** @param {number} across from 0 to 1, of the photo's width @param {number} down of its height */
  add(across, down) {
    const [x, y] = [across, down].map((share) => Math.max(0, Math.min(PLACES, Math.round(share * PLACES))));
    const [lastX, lastY] = this.points.slice(-2);
    if (this.points.length >= MOST_PLACES - 2 || Math.hypot(x - lastX, y - lastY) < NEAR) return;
    this.points.push(x, y);
  }

  /** What is entered of it: a tap is a dot, which has one place twice. @returns {number[]} */
  entered() {
    return this.points.length === 2 ? [...this.points, ...this.points] : this.points;
  }
}

/** As the points of an SVG polyline. @param {number[]} points @returns {string} */
export const line = (points) => points.map((value, i) => `${i && i % 2 === 0 ? " " : ""}${value}${i % 2 ? "" : ","}`).join("");
