/** Photos, taken in the page; a file is the other way. The list shows small pictures and loads them as they come into sight. */
import { sectionPath } from "../../core/forms.js";
import { text } from "../../core/paths.js";
import { strokes } from "../../core/strokes.js";
import { NotAPicture, prepare } from "../../device/pictures.js";
import { room } from "../../device/storage.js";
import { thumbnail } from "../../store/photos.js";
import { once, told } from "../doing.js";
import { button, fill, h, link } from "../dom.js";
import { rowLabel } from "../form/repeat.js";
import { undoing } from "../inspection.js";
import { said, t } from "../words.js";
import { viewfinder } from "./viewfinder.js";

/** @param {import("../inspection.js").Inspection} inspection @param {string | null} at the text of the path that photos belong to */
export function photos(inspection, at) {
  const path = at ? JSON.parse(at) : null;
  const problem = h("p.problem", { role: "status", hidden: true });
  const say = (words) => {
    problem.hidden = !words;
    problem.textContent = words;
    return problem.isConnected;
  };
  const counter = h("strong.counter", { "aria-live": "polite" });
  const list = h("ul.photos");
  const finder = viewfinder((source, instead) => keep(inspection, source, instead, path, say), say, counter);
  const file = h("input", { type: "file", accept: "image/*", multiple: true, id: "photo-file", class: "sr-only" });
  file.addEventListener("change", async () => {
    for (const one of file.files) await finder.keep(one);
    file.value = "";
  });
  const cards = new Map();
  const refresh = () => {
    const shown = inspection.folded.photos;
    counter.textContent = t("photos.count", { n: shown.length });
    drawCards(inspection, list, cards, shown, finder.retake);
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

/**
 * @param {{sha256: string, caption: string, path: string[] | null} | null} instead the photo that this one is taken in place of: both happen or neither
 * @param {(words: string) => boolean} say tells whether it is seen: whoever has gone on is told in the head of the page
 * @returns {Promise<boolean>} whether it is on the disk
 */
async function keep(inspection, source, instead, path, say) {
  let picture = null;
  const store = async () => {
    if (!(await room(false)).roomForPhotos) throw new DOMException("", "QuotaExceededError");
    picture ??= await prepare(source);
    const { sha256, mime, width, height } = picture;
    // Its caption may have been written since.
    const old = instead && (inspection.folded.photos.find((one) => one.sha256 === instead.sha256) ?? instead);
    const body = { sha256, size: picture.bytes.byteLength, mime, width, height, caption: old?.caption ?? "", path: old ? old.path : path };
    await inspection.append([...undoing(old ? (removable(inspection).get(old.sha256) ?? []) : []), { kind: "photo", body }], [picture]);
  };
  say("");
  try {
    await store();
    return true;
  } catch (error) {
    const seen = say(t("photos.failed", { error: error.name === "QuotaExceededError" ? t("storage.full") : error.message || error.name }));
    if (!seen && !(error instanceof NotAPicture)) await told(inspection, t("photos.one"), store, `photo ${performance.now()}`)();
    return false;
  }
}

/**
 * This tablet's entries of each photo that counts, of whichever revision; without those that another tablet has an entry of, such as its caption: this one
 * cannot take them away.
 * @returns {Map<string, import("../../store/operations.js").Entry[]>}
 */
function removable(inspection) {
  const counting = new Set(inspection.counting.map((one) => one.id));
  const found = new Map();
  for (const entry of inspection.own) {
    const { kind, body } = entry.operation;
    if (kind === "photo" && inspection.isOwn(entry) && counting.has(entry.id)) found.set(body.sha256, [...(found.get(body.sha256) ?? []), entry]);
  }
  for (const one of inspection.counting) if (one.kind === "photo" && !inspection.isOwn(one)) found.delete(one.body.sha256);
  return found;
}

function drawCards(inspection, list, cards, shown, retake) {
  const now = new Set(shown.map((one) => one.sha256));
  for (const [sha256, card] of cards) {
    if (now.has(sha256)) continue;
    card.element.remove();
    cards.delete(sha256);
  }
  const [drawn, mine] = [strokes(inspection.counting), removable(inspection)];
  for (const photo of shown) {
    if (!cards.has(photo.sha256)) {
      const card = photoCard(inspection, photo, retake);
      cards.set(photo.sha256, card);
      list.prepend(card.element);
    }
    cards.get(photo.sha256).refresh(photo, drawn.get(photo.sha256)?.length ?? 0, mine.has(photo.sha256));
  }
}

function photoCard(inspection, photo, retake) {
  const image = h("img", { alt: photo.caption || t("photos.one"), "data-sha256": photo.sha256 });
  const caption = h("input", { type: "text", maxlength: 300, value: photo.caption, "aria-label": t("photos.caption"), placeholder: t("photos.caption"), enterkeyhint: "done" });
  let current = photo;
  const write = () => {
    const words = caption.value.trim();
    told(inspection, t("photos.caption"), async () => {
      // Tried again, it may come after the photo was taken again or removed: there is nothing to write on any more.
      const now = inspection.folded.photos.find((one) => one.sha256 === photo.sha256);
      if (!now) return;
      const { operation: _, device: __, ...body } = now;
      if (words !== body.caption) await inspection.append([{ kind: "photo", body: { ...body, caption: words } }]);
    }, `caption ${photo.sha256}`)();
  };
  caption.addEventListener("change", write);
  const remove = button(t("photos.remove"), once(told(inspection, t("photos.remove"),
    () => inspection.undo(removable(inspection).get(photo.sha256) ?? []), `removal ${photo.sha256}`)), "small remove");
  const again = button(t("photos.again"), () => retake(current, element), "small retake");
  const draw = link("", `#/visit/${inspection.id}/drawing/${photo.sha256}`, "button small draw");
  whenSeen(image, async () => {
    draw.hidden = !(await load(inspection, photo.sha256, image));
  });
  const element = h("li.photo", {}, image, caption, draw, again, remove);
  return {
    element,
    refresh(now, n, mine) {
      current = now;
      [again.hidden, remove.hidden] = [!mine, !mine];
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
