/** A pane to sign on, with a finger, a pen or a mouse; the ball of the hand that lies on it beside the finger draws nothing. */
import { h } from "../dom.js";
import { t } from "../words.js";

const [WIDTH, HEIGHT] = [1200, 400];

export function glass() {
  const canvas = h("canvas.glass", { width: WIDTH, height: HEIGHT, role: "img", "aria-label": t("consent.draw") });
  const context = canvas.getContext("2d");
  let drawn = 0;
  let last = null;
  let pointer = null;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * WIDTH, ((event.clientY - box.top) / box.height) * HEIGHT];
  };
  const clear = () => {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, WIDTH, HEIGHT);
    Object.assign(context, { strokeStyle: "#0b0c0c", lineWidth: 5, lineCap: "round", lineJoin: "round" });
    drawn = 0;
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    if (last) return;
    pointer = event.pointerId;
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last || event.pointerId !== pointer) return;
    const now = at(event);
    context.beginPath();
    context.moveTo(...last);
    context.lineTo(...now);
    context.stroke();
    drawn += Math.hypot(now[0] - last[0], now[1] - last[1]);
    last = now;
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, ({ pointerId }) => pointerId === pointer && (last = null));
  clear();
  return { canvas, clear, empty: () => drawn < 40 };
}
