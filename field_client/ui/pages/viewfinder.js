/** The camera in the page: one photo a tap, and a photo that came out badly is taken again in its place. */
import { frame, open } from "../../device/camera.js";
import { once } from "../doing.js";
import { button, h } from "../dom.js";
import { isSecond } from "../taps.js";
import { t } from "../words.js";

/**
 * @typedef {{sha256: string, caption: string, path: string[] | null}} Photo
 * @typedef {{element: HTMLElement, retake: (photo: Photo, card: HTMLElement) => void, close: () => void,
 *   keep: (picture: Blob | ImageBitmap) => Promise<void>}} Viewfinder
 *   `retake` lets the next picture take the place of a photo; `keep` keeps one, from the camera or from a file
 * @param {(picture: Blob | ImageBitmap, instead: Photo | null) => Promise<boolean>} take tells whether it is kept
 * @param {(words: string) => void} say what went wrong
 * @param {HTMLElement} counter
 * @returns {Viewfinder}
 */
export function viewfinder(take, say, counter) {
  /** @type {(() => void) | null} */
  let stop = null;
  let wanted = false;
  /** @type {{photo: Photo, card: HTMLElement} | null} */
  let instead = null;
  const video = h("video", { playsinline: true, hidden: true });
  const shoot = button("", async ({ detail }) => {
    if (detail && isSecond()) return;
    try {
      await keep(await frame(video));
    } catch (error) {
      say(t("photos.failed", { error: error.name }));
    }
  }, "primary shoot");
  const note = h("p.hint", { role: "status" });
  const not = button(t("photos.again_not"), () => aim(null), "keep-old");
  const aim = (at) => {
    instead?.card.removeAttribute("data-again");
    at?.card.setAttribute("data-again", "");
    instead = at;
    shoot.textContent = t(at ? "photos.again_now" : "photos.take");
    note.textContent = at ? t("photos.again_hint") : "";
    not.hidden = !at;
  };
  const keep = async (picture) => {
    // The next tap is for another photo, whether this one is on the disk yet or not.
    const at = instead;
    aim(null);
    if (!(await take(picture, at?.photo ?? null)) && at && !instead) aim(at);
  };
  const close = () => {
    stop?.();
    stop = null;
    wanted = false;
    removeEventListener("locked", close);
    aim(null);
    [video.hidden, shoot.hidden, end.hidden, begin.hidden] = [true, true, true, false];
  };
  const see = once(async () => {
    if (stop) return;
    wanted = true;
    addEventListener("locked", close, { once: true });
    try {
      const opened = await open(video);
      // Whoever has left the page before the camera came does not want it any more.
      if (!wanted) return opened();
      stop = opened;
      [video.hidden, shoot.hidden, end.hidden, begin.hidden] = [false, false, false, true];
    } catch {
      say(t("camera.none"));
    }
  });
  const begin = button(t("photos.camera"), see, "primary begin");
  const end = button(t("close"), close);
  close();
  const element = h("div.camera", {}, video, note, h("div.buttons", {}, begin, shoot, not, end, counter));
  const retake = (photo, card) => {
    aim({ photo, card });
    element.scrollIntoView({ block: "start" });
    see();
  };
  return { element, retake, close, keep };
}
