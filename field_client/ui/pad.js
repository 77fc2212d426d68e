/**
 * The numeric pad at the foot of the page: digits, point, minus, back, next. It works on the field that has the focus
 * and never takes the focus away, so the system's keyboard stays closed.
 */
import { waits } from "./ahead.js";
import { fill, h } from "./dom.js";
import { wire } from "./wire.js";
import { t } from "./words.js";

const KEYS = [
  ["wire"],
  ["like"],
  ["7", "8", "9", "back"],
  ["4", "5", "6", "minus"],
  ["1", "2", "3", "previous"],
  ["0", "point", "next"],
];
const TYPED = { point: ".", minus: "-" };
const SIGNS = { back: "⌫", minus: "−", point: ".", next: "⏎", previous: "⇤" };

/** @param {EventTarget} app tells of another language @returns {HTMLElement} the pad; it shows itself for fields with `data-pad` */
export function pad(app) {
  const element = h("div.pad", { role: "group", hidden: true });
  const speak = () => {
    element.setAttribute("aria-label", t("pad.title"));
    fill(element, KEYS.flat().map(key));
  };
  app.addEventListener("redraw", speak);
  wire.addEventListener("change", () => showWire(element, document.activeElement));
  speak();
  let pressing = false;
  // The page must not move under a finger: a tap on a button beside takes the focus, and the pad waits until the tap is over.
  const settle = () => !pressing && show(element, document.activeElement);
  document.addEventListener("pointerdown", () => (pressing = true), true);
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => setTimeout(() => {
      pressing = false;
      settle();
    }));
  }
  document.addEventListener("focusin", ({ target }) => (target.dataset?.pad ? show(element, target) : settle()));
  document.addEventListener("focusout", () => setTimeout(settle));
  return element;
}

function show(element, target) {
  const kind = target?.dataset?.pad;
  element.hidden = !kind;
  document.body.classList.toggle("with-pad", Boolean(kind));
  if (!kind) return;
  const like = element.querySelector('[data-key="like"]');
  like.hidden = !target.dataset.like;
  like.textContent = t("pad.like", { value: target.dataset.like ?? "" });
  showWire(element, target);
  element.querySelector('[data-key="minus"]').disabled = kind !== "signed";
  element.querySelector('[data-key="point"]').disabled = kind === "integer";
  requestAnimationFrame(() => target.scrollIntoView({ block: "nearest" }));
}

/** What stands on the scale; a tap enters it once it stands still. */
function showWire(element, target) {
  const key = element.querySelector('[data-key="wire"]');
  key.hidden = !wire.scale || !target?.dataset?.unit;
  if (key.hidden) return;
  const [reading, offered] = [wire.scale.reading, wire.offered(target)];
  key.disabled = offered === null;
  key.textContent = offered === null
    ? t(reading ? "pad.wire_moving" : "wire.waiting", { value: `${reading?.value ?? ""} ${reading?.unit ?? ""}` })
    : t("pad.wire", { value: `${offered} ${target.dataset.unit}` });
}

function key(name) {
  const label = name === "like" || name === "wire" ? null : name in SIGNS ? t(`pad.${name}`) : name;
  const face = name === "next" ? [h("span", { "aria-hidden": "true" }, "⏎ "), t("pad.next")] : (SIGNS[name] ?? name);
  const press = (event) => {
    event.preventDefault();
    pressed(name);
  };
  return h("button.pad-key", { type: "button", tabindex: "-1", "data-key": name, "aria-label": label, onpointerdown: press }, face);
}

/** Press a key. @param {string} name */
export function pressed(name) {
  if (waits(name)) return;
  const input = document.activeElement;
  if (!(input instanceof HTMLInputElement) || !input.dataset.pad) return;
  if (name === "next" || name === "previous") {
    const back = name === "previous";
    input.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", shiftKey: back, bubbles: true, cancelable: true }));
    return;
  }
  if (name === "wire") {
    const offered = wire.offered(input);
    if (offered === null) return;
    wire.take(input, offered);
    input.value = offered;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    pressed("next");
    return;
  }
  if (name === "like") {
    input.value = input.dataset.like;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    pressed("next");
    return;
  }
  if (name === "back") erase(input);
  else type(input, TYPED[name] ?? name);
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function erase(input) {
  const [start, end] = [input.selectionStart, input.selectionEnd];
  input.setRangeText("", start === end ? Math.max(0, start - 1) : start, end, "end");
}

function type(input, character) {
  if (character === "-") {
    input.value = input.value.startsWith("-") ? input.value.slice(1) : `-${input.value}`;
    return;
  }
  input.setRangeText(character, input.selectionStart, input.selectionEnd, "end");
}
