/**
 * The ceremony's screen: full screen, two people who type the same, objects that appear one after the other.
 * Everything works without this script; it only adds what a room wants to see.
 */

import { reveal } from "./ceremony-reveal.js";

/** @param {HTMLFormElement} form with the fields value and repeated */
function compare(form) {
  const sign = /** @type {HTMLElement} */ (form.querySelector("[data-agree]"));
  const [first, second] = [form.elements.value, form.elements.repeated];
  const tell = () => {
    const ready = first.value.trim() !== "" && second.value.trim() !== "";
    const same = first.value.trim().normalize("NFC") === second.value.trim().normalize("NFC");
    sign.textContent = ready ? (same ? sign.dataset.same : sign.dataset.different) : "";
    sign.classList.toggle("stage-agree-no", ready && !same);
  };
  form.addEventListener("input", tell);
  // Two people may have typed before this script was there, and a refused value stands in the form again.
  tell();
}

/** @param {HTMLButtonElement} button */
function offerFullscreen(button) {
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
}

const button = document.querySelector("[data-fullscreen]");
if (button) offerFullscreen(button);
const form = document.querySelector("[data-entropy]");
if (form) compare(form);
const drawn = document.querySelector('[data-reveal="yes"]');
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
if (drawn && !still) reveal(drawn, document.querySelector("[data-after]"));
