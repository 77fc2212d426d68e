/**
 * Pictures ready to be stored: scaled, with their fingerprint and a small one for lists.
 * @typedef {{sha256: string, bytes: ArrayBuffer, mime: string, width: number, height: number, thumbnail: ArrayBuffer | null}} Picture
 */
import { sha256 } from "../core/hashes.js";

export class NotAPicture extends Error {}

/** @type {Worker | null} */
let worker = null;
let last = 0;
/** @type {Map<number, {resolve: (picture: Picture) => void, reject: (error: Error) => void}>} */
const waiting = new Map();

/**
 * @param {ImageBitmap | Blob} source a frame of the camera, or a file
 * @returns {Promise<Picture>}
 * @throws {NotAPicture}
 */
export function prepare(source) {
  worker ??= start();
  last += 1;
  const id = last;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, source }, source instanceof ImageBitmap ? [source] : []);
  });
}

/** A drawing as it was drawn: its bytes are not changed. @param {HTMLCanvasElement} canvas @returns {Promise<Picture>} */
export async function drawing(canvas) {
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  const bytes = await blob.arrayBuffer();
  const { width, height } = canvas;
  return { sha256: await sha256(bytes), bytes, mime: "image/png", width, height, thumbnail: null };
}

function start() {
  const made = new Worker(new URL("./picture_worker.js", import.meta.url), { type: "module" });
  made.onmessage = ({ data: { id, picture, error } }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (picture) resolve(picture);
    else reject(new NotAPicture(error));
  };
  // A worker that could not be loaded answers nobody: those who wait are told, and the next picture tries a new one.
  made.onerror = () => {
    worker = null;
    for (const { reject } of waiting.values()) reject(new NotAPicture("worker"));
    waiting.clear();
  };
  return made;
}
