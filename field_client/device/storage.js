/** The browser's promise to keep what is stored here, and the room that is left. */

/** Below this room no photo is taken; answers always are. */
export const FLOOR_BYTES = 50 * 1024 * 1024;

/**
 * @typedef {{persistent: boolean, free: number | null, roomForPhotos: boolean}} Room
 * @param {boolean} asking whether to ask for persistence when it is not given yet
 * @returns {Promise<Room>}
 */
export async function room(asking) {
  const storage = navigator.storage;
  let persistent = (await storage?.persisted?.()) ?? false;
  if (!persistent && asking) persistent = (await storage?.persist?.()) ?? false;
  const estimate = await storage?.estimate?.();
  const free = estimate?.quota === undefined ? null : estimate.quota - (estimate.usage ?? 0);
  return { persistent, free, roomForPhotos: free === null || free > FLOOR_BYTES };
}

/** iPadOS clears what a page in the browser stored; one on the home screen keeps it. @returns {boolean} */
export function mustBeInstalled() {
  const apple = /iPad|iPhone/.test(navigator.userAgent) || (navigator.userAgent.includes("Mac") && navigator.maxTouchPoints > 1);
  return apple && !matchMedia("(display-mode: standalone)").matches;
}
