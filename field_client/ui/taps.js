/**
 * Where and when the glass was tapped. A wet finger often taps twice where it was to tap once: what came under it in between was not meant.
 */

/** Two taps in one place that are closer together are those of one finger. */
const MOST_MS = 400;
const MOST_PIXELS = 30;

/** What does something when it is tapped. */
const ACTS = "a, button, label, summary, input, select, textarea";

/** @typedef {{timeStamp: number, clientX: number, clientY: number, on: Element | null}} Tap */
/** @type {Tap} */
const NONE = { timeStamp: NaN, clientX: 0, clientY: 0, on: null };
let [before, last] = [NONE, NONE];

/** @param {PointerEvent} event @returns {Tap} */
const tapOf = ({ timeStamp, clientX, clientY, target }) =>
  ({ timeStamp, clientX, clientY, on: target instanceof Element ? target.closest(ACTS) : null });

addEventListener("pointerdown", (event) => {
  [before, last] = [last, event.pointerType === "touch" ? tapOf(event) : NONE];
}, true);

// What moves up under a finger, such as the next entry once one was taken back, was not meant by its second tap.
addEventListener("click", (event) => {
  if (!event.detail || !isSecond() || !before.on || before.on === last.on) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

/** Whether the tap that is at work is the second of one finger. */
export const isSecond = () =>
  last.timeStamp - before.timeStamp < MOST_MS && Math.hypot(last.clientX - before.clientX, last.clientY - before.clientY) < MOST_PIXELS;

/**
 * Whether the tap that is at work is the second of one finger, and the first was made before this instant, when there was something else in its place.
 * @param {number} instant by the clock of events
 */
export const isMeantForWhatWasThereBefore = (instant) => before.timeStamp < instant && isSecond();

/** @param {number} first @param {number} second when it was tapped */
export const areOne = (first, second) => second - first < MOST_MS;
