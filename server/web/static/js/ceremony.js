/**
 * The ceremony's screen: full screen, two people who type the same, objects that appear one after the other.
 * Everything works without this script; it only adds what a room wants to see.
 */

import { reveal } from "./ceremony-reveal.js";

/** @param {string} text @returns {number} how many decimal digits it has */
const digits = (text) => (text.normalize("NFKC").match(/[0-9]/g) ?? []).length;

/**
 * Say of one source whether both people typed the same, and how many dice are still to be typed.
 * @param {HTMLElement} pair
 * @returns {number} what the first person's value is worth so far, in bits
 */
function tell(pair) {
  const sign = /** @type {HTMLElement} */ (pair.querySelector("[data-agree]"));
  const [first, second] = [...pair.querySelectorAll("input")].map((input) => input.value.trim().normalize("NFC"));
  const dice = pair.dataset.kind === "dice";
  const plain = (text) => (dice ? text.normalize("NFKC").replace(/[\s,、]/g, "") : text);
  const ready = first !== "" && second !== "";
  const same = plain(first) === plain(second);
  sign.textContent = ready ? (same ? pair.dataset.same : pair.dataset.different) : "";
  sign.classList.toggle("stage-agree-no", ready && !same);
  const given = digits(first);
  const count = Number(pair.dataset.count);
  if (dice && first !== "" && given !== count) {
    sign.textContent = pair.dataset.digits.replace("{given}", String(given)).replace("{count}", String(count));
  }
  if (first === "") return 0;
  if (pair.dataset.kind === "beacon") return 256;
  if (pair.dataset.kind === "lottery") return Math.log2(Number(pair.dataset.outcomes));
  return (dice ? Math.min(given, count) : given) * Math.log2(10);
}

/** @param {HTMLFormElement} form with a pair of fields for each source */
function compare(form) {
  const pairs = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-pair]")]);
  const worth = /** @type {HTMLElement | null} */ (form.querySelector("[data-worth]"));
  const before = worth?.textContent ?? "";
  const all = () => {
    const bits = pairs.map(tell).reduce((sum, one) => sum + one, 0);
    if (!worth) return;
    const told = worth.dataset.worth.replace("{bits}", String(Math.round(bits)));
    worth.textContent = bits > 0 ? told.replace("{needed}", worth.dataset.needed) : before;
  };
  form.addEventListener("input", all);
  // Two people may have typed before this script was there, and a refused value stands in the form again.
  all();
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
