/**
 * What is typed while a page turns. Enter never waits for the disk, so the next digits may come before the next field is there: they belong to it, and
 * not to the answer that was left.
 */

/** Keys of a keyboard by the names of the pad's keys. @type {Record<string, string>} */
const NAMES = { ".": "point", "-": "minus", Backspace: "back", Enter: "next" };
/** Keys of the pad that act on what they say: it may be another thing by then. */
const NOT_KEPT = new Set(["like", "wire"]);

/** @type {{to: string, left: Element | null, keys: string[]} | null} */
let turning = null;

/** Leave an answer for another page. @param {string} to the page's address */
export function turn(to) {
  const left = document.activeElement;
  turning = { to, left, keys: turning?.to === to ? turning.keys : [] };
  if (isTyped(left)) left.readOnly = true;
  location.hash = to;
}

/** @param {string} name of a key of the pad @returns {boolean} whether a page turns, and the key waits for it */
export function waits(name) {
  if (!turning) return false;
  if (!NOT_KEPT.has(name)) turning.keys.push(name);
  return true;
}

/** A page stands: what was typed for it is typed now. @param {(name: string) => void} press */
export function turned(press) {
  if (!turning) return;
  const { to, keys } = turning;
  turning = null;
  if (location.hash === to) keys.forEach(press);
}

/** @param {EventTarget | null} one @returns {one is HTMLInputElement | HTMLTextAreaElement} */
const isTyped = (one) => one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement;

addEventListener("keydown", (event) => {
  if (!turning || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  // What is typed before the lock is for the lock.
  if (document.body.classList.contains("locked")) return;
  const name = NAMES[event.key] ?? (/^\d$/.test(event.key) ? event.key : null);
  if (name === null) return;
  event.preventDefault();
  event.stopPropagation();
  // A key that is held down is meant for what it was pressed in.
  if (!event.repeat) turning.keys.push(name);
}, true);

// Whoever taps an answer because the page does not come types there.
addEventListener("pointerdown", ({ target }) => {
  if (!turning || !isTyped(target)) return;
  if (isTyped(turning.left)) turning.left.readOnly = false;
  turning = null;
}, true);
