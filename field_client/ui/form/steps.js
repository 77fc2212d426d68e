/** Going from one answer to the next: Enter, and the pad's key, never wait for anything. */

const FIELDS = "[data-answer]:not([disabled]):not([data-skip])";

/**
 * Move on from an answer within its section; at the end the section is told by a "section-end" event.
 * @param {HTMLElement} from
 * @param {boolean} [back]
 */
export function move(from, back = false) {
  const section = from.closest("[data-section]");
  const answers = [...section.querySelectorAll(FIELDS)].filter((one) => one.offsetParent !== null);
  const next = answers[answers.indexOf(from) + (back ? -1 : 1)];
  if (next) next.focus();
  else if (!back) section.dispatchEvent(new CustomEvent("section-end", { bubbles: true }));
}

/**
 * Focus the first answer that is missing, when that opens no keyboard of the system.
 * @param {ParentNode} element
 */
export function first(element) {
  const open = [...element.querySelectorAll(FIELDS)].find((one) => one.offsetParent !== null && isOpen(one));
  // A checklist goes on where it was left; of a thing one sees first which it is.
  if (open instanceof HTMLButtonElement) open.focus({ preventScroll: !open.closest(".item") });
  else if (open?.dataset.pad) open.focus();
}

const isOpen = (answer) =>
  answer instanceof HTMLButtonElement ? !answer.parentElement.querySelector('[aria-pressed="true"]') : answer.value === "";
