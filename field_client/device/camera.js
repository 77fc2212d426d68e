/** The camera inside the page: the system's own camera may end the page that asked for it. */

/**
 * Show the camera in a video element.
 * @param {HTMLVideoElement} video
 * @returns {Promise<() => void>} stops the camera
 * @throws {DOMException} when there is none, or it may not be used
 */
export async function open(video) {
  if (!navigator.mediaDevices?.getUserMedia) throw new DOMException("no camera", "NotFoundError");
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: "environment" }, width: { ideal: 2048 }, height: { ideal: 1536 } },
  });
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  video.muted = true;
  video.playsInline = true;
  try {
    await video.play();
  } catch (error) {
    stop();
    throw error;
  }
  return stop;
}

/** What the camera shows now. @param {HTMLVideoElement} video @returns {Promise<ImageBitmap>} */
export const frame = (video) => createImageBitmap(video);
