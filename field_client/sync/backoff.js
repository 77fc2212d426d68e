/** How long to wait: after failures in a row, and for an answer. */

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

const ANSWER_MS = 30_000;
/** The slowest link on which a request still arrives: 32 kbit/s. */
const BYTES_PER_MS = 4;

/**
 * How long to wait until an answer begins: as long as what is sent takes on a slow link, and a moment for the server.
 * @param {number} bytes that are sent
 * @returns {number} milliseconds
 */
export const patience = (bytes) => ANSWER_MS + Math.ceil(bytes / BYTES_PER_MS);
