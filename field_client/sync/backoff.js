/** How long to wait after failures in a row. */

export const FIRST_MS = 2_000;
export const CAP_MS = 300_000;

/**
 * Doubles from two seconds to five minutes, spread by a quarter so that tablets do not all come at once; what the server asked for is the least.
 * @param {number} failures in a row, at least 1
 * @param {number} chance from 0 to 1
 * @param {number} [askedMs]
 * @returns {number} milliseconds
 */
export function delay(failures, chance, askedMs = 0) {
  const doubled = Math.min(CAP_MS, FIRST_MS * 2 ** (failures - 1));
  return Math.max(askedMs, Math.round(doubled * (0.75 + chance / 4)));
}
