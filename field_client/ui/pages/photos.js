/** Photos, taken in the page; a file is the other way. The list shows small pictures and loads them as they come into sight. */
import { sectionPath } from "../../core/forms.js";
import { text } from "../../core/paths.js";
import { strokes } from "../../core/strokes.js";
import { frame, open } from "../../device/camera.js";
import { prepare } from "../../device/pictures.js";
import { room } from "../../device/storage.js";
import { thumbnail } from "../../store/photos.js";
import { once, told } from "../doing.js";
import { button, fill, h, link } from "../dom.js";
import { rowLabel } from "../form/repeat.js";
import { said, t } from "../words.js";

/** @param {import("../inspection.js").Inspection} inspection @param {string | null} at the text of the path that photos belong to */
export function photos(inspection, at) {
  const path = at ? JSON.parse(at) : null;
  const problem = h("p.problem", { role: "status", hidden: true });
  const say = (words) => {
    problem.hidden = !words;
    problem.textContent = words;
  };
  const counter = h("strong.counter", { "aria-live": "polite" });
  const list = h("ul.photos");
  const take = (source) => keep(inspection, source, path, say);
  const finder = viewfinder(take, say, counter);
  const file = h("input", { type: "file", accept: "image/*", multiple: true, id: "photo-file", class: "sr-only" });
  file.addEventListener("change", async () => {
    for (const one of file.files) await take(one);
    file.value = "";
  });
  const cards = new Map();
  const refresh = () => {
    const shown = inspection.folded.photos;
    counter.textContent = t("photos.count", { n: shown.length });
    drawCards(inspection, list, cards, shown);
  };
  refresh();
  const element = h("div.photo-page", {}, h("h2", {}, t("step.photos")), path ? belonging(inspection, path) : null, problem, finder.element,
    h("div.file", {}, h("label.button", { for: file.id }, t("photos.file")), file), list);
  return { element, refresh, left: finder.close, focus: false };
}

/** What the photos of this page belong to, and the way back to it. */
function belonging(inspection, path) {
  const section = inspection.programme.form.sections.find((one) => one.kind === "repeat" && text(sectionPath([], one)) === text(path.slice(0, -1)));
  if (!section) return h("p.hint", {}, t("photos.at"));
  const name = rowLabel(inspection, section, path) || said(inspection.programme, `form.${section.id}`);
  return h("p.hint", {}, link(`‹ ${name}`, `#/visit/${inspection.id}/${section.id}/${path.at(-1).slice(1)}`, "back"), " ", t("photos.at"));
}

function viewfinder(take, say, counter) {
  const video = h("video", { playsinline: true, hidden: true });
  let stop = null;
  const shoot = button(t("photos.take"), async () => take(await frame(video)), "primary shoot");
  const close = () => {
    stop?.();
    stop = null;
    [video.hidden, shoot.hidden, end.hidden, begin.hidden] = [true, true, true, false];
  };
  const begin = button(t("photos.camera"), async () => {
    try {
      stop = await open(video);
      [video.hidden, shoot.hidden, end.hidden, begin.hidden] = [false, false, false, true];
    } catch {
      say(t("camera.none"));
    }
  }, "primary begin");
  const end = button(t("close"), close);
  [shoot.hidden, end.hidden] = [true, true];
  return { element: h("div.camera", {}, video, h("div.buttons", {}, begin, shoot, end, counter)), close };
}

async function keep(inspection, source, path, say) {
  say("");
  try {
    if (!(await room(false)).roomForPhotos) return say(t("storage.full"));
    const picture = await prepare(source);
    const { sha256, mime, width, height } = picture;
    const body = { sha256, size: picture.bytes.byteLength, mime, width, height, caption: "", path };
    await inspection.append([{ kind: "photo", body }], [picture]);
  } catch (error) {
    say(t("photos.failed", { error: error.name === "QuotaExceededError" ? t("storage.full") : error.message || error.name }));
  }
}

function drawCards(inspection, list, cards, shown) {
  const now = new Set(shown.map((one) => one.sha256));
  for (const [sha256, card] of cards) {
    if (now.has(sha256)) continue;
    card.element.remove();
    cards.delete(sha256);
  }
  const drawn = strokes(inspection.counting);
  for (const photo of shown) {
    if (!cards.has(photo.sha256)) {
      const card = photoCard(inspection, photo);
      cards.set(photo.sha256, card);
      list.prepend(card.element);
    }
    cards.get(photo.sha256).refresh(photo, drawn.get(photo.sha256)?.length ?? 0);
  }
}

function photoCard(inspection, photo) {
  const image = h("img", { alt: photo.caption || t("photos.one"), "data-sha256": photo.sha256 });
  const caption = h("input", { type: "text", maxlength: 300, value: photo.caption, "aria-label": t("photos.caption"), placeholder: t("photos.caption"), enterkeyhint: "done" });
  let current = photo;
  const write = () => {
    const words = caption.value.trim();
    told(inspection, t("photos.caption"), async () => {
      const { operation: _, device: __, ...body } = current;
      if (words !== body.caption) await inspection.append([{ kind: "photo", body: { ...body, caption: words } }]);
    }, `caption ${photo.sha256}`)();
  };
  caption.addEventListener("change", write);
  const remove = button(t("photos.remove"), once(told(inspection, t("photos.remove"), () => {
    const mine = inspection.groups().flat().filter((one) => one.operation.kind === "photo" && one.operation.body.sha256 === photo.sha256);
    return inspection.undo(mine);
  }, `removal ${photo.sha256}`)), "small");
  remove.hidden = !inspection.isOwn(photo);
  const draw = link("", `#/visit/${inspection.id}/drawing/${photo.sha256}`, "button small draw");
  whenSeen(image, async () => {
    draw.hidden = !(await load(inspection, photo.sha256, image));
  });
  return {
    element: h("li.photo", {}, image, caption, draw, remove),
    refresh(now, n) {
      current = now;
      draw.textContent = t(n ? "drawing.again" : "drawing.begin", { n });
      if (document.activeElement !== caption) caption.value = now.caption;
    },
  };
}

function whenSeen(element, act) {
  const observer = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    observer.disconnect();
    act();
  });
  observer.observe(element);
}

/** @returns {Promise<boolean>} whether the photo is on this tablet */
async function load(inspection, sha256, image) {
  const bytes = await thumbnail(inspection.app.database, sha256);
  if (!bytes) {
    image.replaceWith(h("span.elsewhere", {}, t("photos.elsewhere")));
    return false;
  }
  const url = URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" }));
  image.addEventListener("load", () => URL.revokeObjectURL(url), { once: true });
  image.src = url;
  return true;
}
