/** Drawing on a photo. The photo stays as it is: each stroke is an entry of its own, and one tap takes the last one back. */
import { Stroke, strokes } from "../../core/strokes.js";
import { get } from "../../store/photos.js";
import { button, h } from "../dom.js";
import { told } from "../doing.js";
import { draw, layer } from "../strokes.js";
import { t } from "../words.js";

/** @param {import("../inspection.js").Inspection} inspection @param {string | null} sha256 of the photo */
export async function drawing(inspection, sha256) {
  const back = h("a.button.primary", { href: `#/visit/${inspection.id}/photos` }, t("drawing.done"));
  const photo = inspection.folded.photos.find((one) => one.sha256 === sha256);
  const stored = photo && (await get(inspection.app.database, photo.sha256));
  if (!stored) return { element: h("div.drawing", {}, h("p.empty", {}, t("photos.elsewhere")), back), refresh() {} };
  const url = URL.createObjectURL(new Blob([stored.bytes], { type: stored.mime }));
  const image = h("img", { src: url, alt: photo.caption || t("photos.one"), width: photo.width, height: photo.height, draggable: "false" });
  const svg = layer();
  const counter = h("p", { role: "status" });
  const drawn = () => strokes(inspection.counting).get(photo.sha256) ?? [];
  const mine = () => {
    const ids = new Set(drawn().map(({ id }) => id));
    return inspection.own.filter((one) => ids.has(one.id) && inspection.isOwn(one));
  };
  const undo = button(`↶ ${t("drawing.undo")}`, told(inspection, t("undo"), () => inspection.undoLast(() => mine().length ? mine().slice(-1) : undefined)), "undo-stroke");
  const refresh = (more = []) => {
    const known = drawn();
    draw(svg, [...known.map((one) => one.body.points), ...more]);
    counter.textContent = t("drawing.count", { n: known.length });
    undo.disabled = !mine().length;
  };
  listen(svg, (points) => refresh([points]), (points) => told(inspection, t("drawing.title"), () => inspection.append([{ kind: "stroke", body: { sha256: photo.sha256, points } }]))());
  refresh();
  const element = h("div.drawing", {}, h("h2", {}, t("drawing.title")), h("p.hint", {}, t("drawing.hint")),
    h("div.buttons", {}, back, undo, counter), h("div.drawn-photo", {}, image, svg));
  return { element, refresh: () => refresh(), left: () => URL.revokeObjectURL(url), focus: false };
}

/** One pointer at a time: a second finger neither draws nor breaks the stroke. @param {SVGSVGElement} svg @param {(points: number[]) => void} grown @param {(points: number[]) => void} ended */
function listen(svg, grown, ended) {
  let [stroke, pointer] = [null, null];
  const add = (event) => {
    const box = svg.getBoundingClientRect();
    stroke.add((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
    grown(stroke.entered());
  };
  svg.addEventListener("pointerdown", (event) => {
    if (stroke || event.button !== 0) return;
    event.preventDefault();
    svg.setPointerCapture(event.pointerId);
    [stroke, pointer] = [new Stroke(), event.pointerId];
    add(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pointer) return;
    for (const one of event.getCoalescedEvents?.() ?? []) add(one);
    add(event);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    svg.addEventListener(name, (event) => {
      if (event.pointerId !== pointer) return;
      const points = stroke.entered();
      [stroke, pointer] = [null, null];
      ended(points);
    });
  }
}
