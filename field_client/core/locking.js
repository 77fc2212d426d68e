/**
 * When the page locks, and how long one waits after wrong secrets.
 * @typedef {{lock_minutes?: number, locked?: boolean, last_active?: number, locks?: {password: object | null, pin: object | null}}} Known
 */

export const MINUTES = [2, 5, 10, 20, 30];
export const DEFAULT_MINUTES = 10;
/** A PIN of fewer signs is no PIN. */
export const SHORTEST_PIN = 6;
const FREE_TRIES = 4;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;
/** A clock that was put back further than this was put back by somebody. */
const CLOCK_BACK_MS = 60_000;

/** Whether there is anything to open the page with: without it, locking would shut the inspector out. @param {Known} known */
export const canLock = ({ locks }) => Boolean(locks?.password ?? locks?.pin);

/** @param {Known} known @param {number} now milliseconds @returns {boolean} whether the page is to be locked now */
export function isDue(known, now) {
  if (!canLock(known)) return false;
  if (known.locked) return true;
  const idle = now - (known.last_active ?? now);
  return idle >= (known.lock_minutes ?? DEFAULT_MINUTES) * 60_000 || idle < -CLOCK_BACK_MS;
}

/** @param {number} failures in a row @returns {number} milliseconds until the next try counts */
export const waitAfter = (failures) =>
  failures <= FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - FREE_TRIES - 1));
