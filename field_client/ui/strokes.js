/** The layer above a photo on which strokes are seen. */
import { line, PLACES } from "../core/strokes.js";

const SVG = "http://www.w3.org/2000/svg";

/** An empty layer that covers what it stands in. @returns {SVGSVGElement} */
export function layer() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${PLACES} ${PLACES}`);
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("class", "strokes");
  svg.setAttribute("aria-hidden", "true");
  return svg;
}

/** @param {SVGSVGElement} svg @param {number[][]} lines the points of each stroke */
export function draw(svg, lines) {
  // A light edge below the colour is seen on every photo.
  svg.replaceChildren(...lines.flatMap((points) => ["edge", "colour"].map((name) => {
    const drawn = document.createElementNS(SVG, "polyline");
    drawn.setAttribute("class", name);
    drawn.setAttribute("points", line(points));
    return drawn;
  })));
}
