/** A text as a QR code (ISO/IEC 18004), made on the tablet. */
import { correction, generate } from "../vendor/lean-qr/nano.js";

/** More bytes make modules that a telephone's camera does not read from a tablet's glass. */
export const MOST_BYTES = 900;
const QUIET = 4;
const SVG = "http://www.w3.org/2000/svg";

/** @param {string} text */
export const bytesOf = (text) => new TextEncoder().encode(text).length;

/** @param {string} text at most MOST_BYTES bytes @param {string} label what it is, for those who do not see it @returns {SVGElement} black on white in every theme */
export function qr(text, label) {
  const code = generate(text, { minCorrectionLevel: correction.M });
  const side = code.size + 2 * QUIET;
  let path = "";
  for (let y = 0; y < code.size; y += 1) for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) path += `M${x + QUIET} ${y + QUIET}h1v1h-1z`;
  const svg = document.createElementNS(SVG, "svg");
  const values = { viewBox: `0 0 ${side} ${side}`, role: "img", "aria-label": label, class: "qr", "shape-rendering": "crispEdges" };
  for (const [name, value] of Object.entries(values)) svg.setAttribute(name, value);
  const ground = document.createElementNS(SVG, "path");
  ground.setAttribute("d", `M0 0h${side}v${side}H0z`);
  ground.setAttribute("fill", "#fff");
  const dark = document.createElementNS(SVG, "path");
  dark.setAttribute("d", path);
  svg.append(ground, dark);
  return svg;
}
