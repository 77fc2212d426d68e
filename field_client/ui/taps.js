/**
 * Where and when the glass was tapped. A wet finger often taps twice where it was to tap once: what came under it in between was not meant.
 */

/** Two taps in one place that are closer together are those of one finger. */
const MOST_MS = 400;
const MOST_PIXELS = 30;

/** @typedef {{timeStamp: number, clientX: number, clientY: number}} Tap */
/** @type {Tap} */
const NONE = { timeStamp: NaN, clientX: 0, clientY: 0 };
let [before, last] = [NONE, NONE];

addEventListener("pointerdown", (event) => {
  [before, last] = [last, event.pointerType === "touch" ? event : NONE];
}, true);

/**
 * Whether the tap that is at work is the second of one finger, and the first was made before this instant, when there was something else in its place.
 * @param {number} instant by the clock of events
 */
export function isMeantForWhatWasThereBefore(instant) {
  const away = Math.hypot(last.clientX - before.clientX, last.clientY - before.clientY);
  return before.timeStamp < instant && last.timeStamp - before.timeStamp < MOST_MS && away < MOST_PIXELS;
}

/** @param {number} first @param {number} second when it was tapped */
export const areOne = (first, second) => second - first < MOST_MS;
