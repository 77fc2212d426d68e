/** A glass to sign on: strokes of finger, pen or mouse become a PNG in the form's field. */
const form = /** @type {HTMLFormElement} */ (document.querySelector("form.signing"));
const glass = /** @type {HTMLCanvasElement} */ (form.querySelector(".glass"));
const field = /** @type {HTMLInputElement} */ (form.elements.namedItem("strokes"));
const context = /** @type {CanvasRenderingContext2D} */ (glass.getContext("2d"));
let drawn = false;

/** @param {PointerEvent} event @returns {[number, number]} */
function place(event) {
  const box = glass.getBoundingClientRect();
  return [
    ((event.clientX - box.left) / box.width) * glass.width,
    ((event.clientY - box.top) / box.height) * glass.height,
  ];
}

function clear() {
  context.fillStyle = "#fff";
  context.fillRect(0, 0, glass.width, glass.height);
  Object.assign(context, { lineWidth: 5, lineCap: "round", lineJoin: "round", strokeStyle: "#000" });
  drawn = false;
  field.value = "";
}

glass.addEventListener("pointerdown", (event) => {
  glass.setPointerCapture(event.pointerId);
  context.beginPath();
  context.moveTo(...place(event));
  event.preventDefault();
});
glass.addEventListener("pointermove", (event) => {
  if (!glass.hasPointerCapture(event.pointerId)) return;
  context.lineTo(...place(event));
  context.stroke();
  drawn = true;
});
form.querySelector(".clear")?.addEventListener("click", clear);
form.addEventListener("submit", () => {
  field.value = drawn ? glass.toDataURL("image/png") : "";
});
clear();
