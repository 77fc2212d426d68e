/** Reads codes from the camera's picture, where the browser can; typing a number does the same everywhere. */

const FORMATS = ["qr_code", "ean_13", "ean_8", "code_128", "code_39", "data_matrix"];

/** @returns {Promise<boolean>} whether this browser reads codes */
export async function canScan() {
  if (!("BarcodeDetector" in globalThis)) return false;
  return (await globalThis.BarcodeDetector.getSupportedFormats()).includes("qr_code");
}

/**
 * Look at the video until a code is seen, as long as it stands on the page.
 * @param {HTMLVideoElement} video
 * @param {AbortSignal} signal ends the search
 * @returns {Promise<string | null>} null when it was ended
 */
export async function scan(video, signal) {
  const supported = await globalThis.BarcodeDetector.getSupportedFormats();
  const detector = new globalThis.BarcodeDetector({ formats: FORMATS.filter((one) => supported.includes(one)) });
  while (!signal.aborted && video.isConnected) {
    const [code] = await detector.detect(video).catch(() => []);
    if (code) return code.rawValue;
    await new Promise((resolve) => requestAnimationFrame(resolve));
  }
  return null;
}
