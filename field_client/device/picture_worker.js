/** Scales and fingerprints pictures away from the thread that answers touches. */
const LONGEST_SIDE = 2048;
const THUMBNAIL_SIDE = 240;
const QUALITY = 0.85;

self.onmessage = async ({ data: { id, source } }) => {
  try {
    const bitmap = source instanceof ImageBitmap ? source : await createImageBitmap(source, { imageOrientation: "from-image" });
    const [blob, thumbnail] = [await scaled(bitmap, LONGEST_SIDE), await scaled(bitmap, THUMBNAIL_SIDE)];
    const bytes = await blob.blob.arrayBuffer();
    const small = await thumbnail.blob.arrayBuffer();
    bitmap.close();
    const picture = { sha256: await sha256(bytes), bytes, mime: blob.blob.type, width: blob.width, height: blob.height, thumbnail: small };
    self.postMessage({ id, picture }, [bytes, small]);
  } catch (error) {
    self.postMessage({ id, error: String(error) });
  }
};

async function scaled(bitmap, longest) {
  const factor = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((side) => Math.max(1, Math.round(side * factor)));
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, width, height);
  return { blob: await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY }), width, height };
}

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
