/** Everything that was entered here, newest first; each entry can be taken back. */
import { button, fill, h } from "../dom.js";
import { once, told } from "../doing.js";
import { either, moment, said, t } from "../words.js";
import { written } from "../form/answers.js";
import { said as ordered } from "../form/look_back.js";

const MOST = 60;

/** Takes back the last entry with one tap; the list is behind it. @param {import("../inspection.js").Inspection} inspection */
export function undoButton(inspection) {
  const takeBack = () => {
    let last;
    // Tried again, it takes back what it was to take back, whatever was entered since.
    return told(inspection, t("undo"), () => inspection.undoLast(() => (last ??= inspection.groups()[0])))();
  };
  const undo = button(`↶ ${t("undo")}`, takeBack, "undo");
  const list = h("a.button", { href: `#/visit/${inspection.id}/entries` }, t("entries.title"));
  return {
    element: h("div.undoing", {}, undo, list),
    refresh() {
      const [last] = inspection.groups();
      undo.disabled = !last;
      undo.title = last ? summary(inspection, last) : "";
    },
  };
}

/** @param {import("../inspection.js").Inspection} inspection @returns {import("../form/fields.js").Part} */
export function entries(inspection) {
  const list = h("ol.entries");
  const refresh = () => fill(list, inspection.groups().slice(0, MOST).map((group) =>
    h("li", {}, h("span.what", {}, summary(inspection, group)), h("span.small", {}, moment(group[0].operation.at)),
      button(t("undo"), once(told(inspection, t("undo"), () => inspection.undo(group))), "small"))));
  refresh();
  return { element: h("div", {}, h("h2", {}, t("entries.title")), h("p.hint", {}, t("entries.hint")), list), refresh };
}

/** @param {import("../inspection.js").Inspection} inspection @param {import("../../store/operations.js").Entry[]} group */
function summary(inspection, group) {
  const { operation } = group.at(-1);
  if (group.some((one) => one.operation.kind === "undo")) return t(`entries.${operation.kind}_again`);
  const text = words(inspection, operation);
  return group.length > 1 ? t("entries.more", { text, n: group.length - 1 }) : text;
}

function words(inspection, { kind, body }) {
  if (kind === "set") return `${entryLabel(inspection, body.path)}: ${entryValue(inspection, body.path, body.value)}`;
  if (kind === "remove") return t("entries.removed", { what: entryLabel(inspection, body.path) });
  if (kind === "violation") return `${t("entries.violation")}: ${said(inspection.programme, `violation.${body.code}`)}`;
  if (kind === "not_possible") return `${t("impossible.title")}: ${t(`impossible.${body.reason}`)}`;
  if (kind === "entry_code") return `${t("entries.entry_code")}: ${body.code}`;
  return t(`entries.${kind}`);
}

/** A value in the words of its field. @param {import("../inspection.js").Inspection} inspection @param {string[]} path @param {any} value @returns {string} */
export function entryValue(inspection, path, value) {
  if (path.at(-1) === "answer" && value) return t(`answer.${value}`);
  if (path[0] === "look_back" && value) return either(inspection.programme.texts[`look_back.${value}`]) || value;
  return written(inspection, null, fieldAt(inspection, path)?.field, value);
}

/** The words of the form for a path. @param {import("../inspection.js").Inspection} inspection @param {string[]} path @returns {string} */
export function entryLabel(inspection, path) {
  const found = fieldAt(inspection, path);
  const { programme } = inspection;
  if (found) return `${said(programme, `form.${found.sections[0].id}`)} › ${said(programme, `form.${found.sections.at(-1).id}.${found.field.id}`)}`;
  if (path[0] === "look_back") return [said(programme, "form.look_back"), path.length > 2 ? ordered(programme, path.at(-1)) : ""].filter(Boolean).join(" › ");
  const check = path.find((segment) => programme.texts[`check.${segment}`]);
  if (check) return said(programme, `check.${check}`);
  const section = programme.form.sections.find((one) => one.path[0] === path[0]);
  return section ? said(programme, `form.${section.id}`) : path.join(" ");
}

function fieldAt(inspection, path) {
  const plain = path.filter((segment) => !segment.startsWith("@")).join("\n");
  const search = (sections, above, around) => {
    for (const section of sections) {
      const at = [...above, ...section.path];
      const field = (section.fields ?? []).find((one) => [...at, ...(one.path ?? [one.id])].join("\n") === plain);
      if (field) return { field, sections: [...around, section] };
      const inner = search(section.sections ?? [], at, [...around, section]);
      if (inner) return inner;
    }
    return null;
  };
  return search(inspection.programme.form.sections, [], []);
}
