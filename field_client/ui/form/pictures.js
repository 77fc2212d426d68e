/** The photos of one thing beside its fields: what is read off a label is typed with the label in sight. A tap makes one large. */
import { isBelow, text } from "../../core/paths.js";
import { get, thumbnail } from "../../store/photos.js";
import { fill, h } from "../dom.js";
import { t } from "../words.js";

/**
 * @param {import("./answers.js").Inspection} inspection
 * @param {string[]} path of the thing
 * @returns {import("./fields.js").Part}
 */
export function pictures(inspection, path) {
  const element = h("div.pictures", { role: "group", "aria-label": t("step.photos") });
  const cards = new Map();
  const refresh = () => {
    const shown = inspection.folded.photos.filter((photo) => photo.path && isHere(photo.path, path));
    element.hidden = !shown.length;
    const key = shown.map(({ sha256 }) => sha256).join();
    for (const { sha256, caption } of shown) {
      if (!cards.has(sha256)) cards.set(sha256, card(inspection, sha256));
      cards.get(sha256).say(caption);
    }
    if (element.dataset.key === key) return;
    element.dataset.key = key;
    fill(element, shown.map(({ sha256 }) => cards.get(sha256).element));
  };
  refresh();
  return { element, refresh };
}

const isHere = (at, path) => text(at) === text(path) || isBelow(at, path);

function card(inspection, sha256) {
  const image = h("img", { "data-sha256": sha256 });
  const element = h("button.picture", { type: "button", "aria-expanded": "false" }, image);
  element.addEventListener("click", async () => {
    const large = element.getAttribute("aria-expanded") !== "true";
    element.setAttribute("aria-expanded", String(large));
    if (await show(inspection, image, sha256, large)) return;
    element.replaceWith(h("span.elsewhere", {}, t("photos.elsewhere")));
  });
  show(inspection, image, sha256, false).then((here) => here || element.replaceWith(h("span.elsewhere", {}, t("photos.elsewhere"))));
  return {
    element,
    say(caption) {
      image.alt = caption || t("photos.one");
      element.title = t("photos.larger");
    },
  };
}

/** @returns {Promise<boolean>} whether the photo is on this tablet */
async function show(inspection, image, sha256, large) {
  const { database } = inspection.app;
  const small = large ? null : await thumbnail(database, sha256);
  const photo = small ? { bytes: small, mime: "image/jpeg" } : await get(database, sha256);
  if (!photo) return false;
  const url = URL.createObjectURL(new Blob([photo.bytes], { type: photo.mime }));
  image.addEventListener("load", () => URL.revokeObjectURL(url), { once: true });
  image.src = url;
  return true;
}
