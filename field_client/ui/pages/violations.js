/** Violations with their legal bases: chosen by a person, never computed. Each choice is an entry at once: nothing waits to be saved. */
import { make } from "../../core/uuid7.js";
import { basis, cited } from "../form/checklist.js";
import { rowLabel } from "../form/repeat.js";
import { rowPath, sectionPath } from "../../core/forms.js";
import { button, fill, h } from "../dom.js";
import { once, told } from "../doing.js";
import { either, said, t } from "../words.js";

/** @param {import("../inspection.js").Inspection} inspection @returns {import("../form/fields.js").Part} */
export function violations(inspection) {
  const list = h("div.found");
  const editor = h("div.editor");
  const title = h("h2", {}, t("step.violations"));
  let editing = null;
  const edit = (violation) => {
    editing = violation;
    draw();
    // What was chosen, and afterwards what was found, is on the screen wherever the finger was in the list.
    if (editing) editor.scrollIntoView({ block: "start" });
    else title.scrollIntoView({ block: "nearest" });
  };
  const draw = () => fill(editor, editing ? form(inspection, editing, () => edit(null)) : table(inspection, edit));
  const refresh = () => fill(list, inspection.folded.violations.map((one) => shown(inspection, one, edit)));
  refresh();
  draw();
  return { element: h("div", {}, title, list, editor), refresh, focus: false };
}

function table(inspection, edit) {
  const { programme } = inspection;
  const begin = async (code) => {
    const violation = { key: fresh(), code, note: "", basis: [], path: null };
    await inspection.append([{ kind: "violation", body: violation }]);
    edit(violation);
  };
  const one = ({ code }) => button(said(programme, `violation.${code}`), once(told(inspection, said(programme, `violation.${code}`), () => begin(code))), "card");
  return [h("h3", {}, t("violation.add")), h("div.cards.one-column", {}, programme.violations.filter((violation) => inForce(violation, inspection.day)).map(one))];
}

const fresh = () => make(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

function form(inspection, violation, done) {
  const { programme } = inspection;
  const { bases } = programme.violations.find((one) => one.code === violation.code);
  const offered = bases.map((base, i) => ({ base, key: base.id ?? i })).filter(({ base, key }) => violation.basis.includes(key) || inForce(base, inspection.day));
  const keep = told(inspection, said(programme, `violation.${violation.code}`), () => {
    const basis = offered.flatMap(({ key }, i) => (boxes[i].checked ? [key] : []));
    const path = place.value ? JSON.parse(place.value) : null;
    const body = { key: violation.key, code: violation.code, note: note.value.trim(), basis, path };
    return inspection.append([{ kind: "violation", body }]);
  });
  const boxes = offered.map(({ key }, i) => h("input", { type: "checkbox", id: `basis-${i}`, checked: violation.basis.includes(key), onchange: keep }));
  const note = h("textarea", { id: "violation-note", rows: 3, maxlength: 2000, onchange: keep });
  note.value = violation.note;
  const places = placesOf(inspection);
  const place = h("select", { id: "violation-place", onchange: keep }, h("option", { value: "" }, t("violation.whole")),
    places.map(({ path, text }) => h("option", { value: JSON.stringify(path), selected: JSON.stringify(path) === JSON.stringify(violation.path) }, text)));
  return h("div.violation-form", {}, h("h3", {}, said(programme, `violation.${violation.code}`)),
    h("fieldset", {}, h("legend", {}, t("violation.bases")), offered.map(({ base }, i) => h("label.check", { for: boxes[i].id }, boxes[i], h("span", {}, baseText(programme, base), basis(programme, []) && trust(programme, base))))),
    places.length ? [h("label", { for: place.id }, t("violation.place")), place] : null,
    h("label", { for: note.id }, t("violation.note")), note,
    h("div.buttons", {}, button(t("violation.done"), done, "primary")));
}

const baseText = (programme, base) => {
  const words = (text) => (text ? either(programme.texts[`cite.${text}`]) || text : "");
  return [words(base.region), cited(programme, base), words(base.measure), words(base.amount)].filter(Boolean).join(" · ");
};

/** What was entered in the office, a basis or a violation, says from when to when it applies. */
const inForce = ({ from, to }, day) => (!from || from <= day) && (!to || day <= to);

const trust = (programme, base) => h("span.trust", {}, ` ${t("trust")} ${base.trust} ${either(programme.texts[`trust.${base.trust}`])}`);

function shown(inspection, violation, edit) {
  const { programme } = inspection;
  const bases = programme.violations.find((one) => one.code === violation.code)?.bases ?? [];
  const { operation: _, device: __, ...body } = violation;
  const withdraw = once(told(inspection, t("violation.withdraw"), () => inspection.append([{ kind: "violation", body: { ...body, code: null } }])));
  return h("div.card.violation", { "data-code": violation.code }, h("strong", {}, said(programme, `violation.${violation.code}`)),
    violation.basis.length
      ? h("ul", {}, bases.filter((base, i) => violation.basis.includes(base.id ?? i)).map((base) => h("li", {}, baseText(programme, base))))
      : h("p.notice", {}, t("violation.no_basis")),
    violation.note ? h("p", {}, violation.note) : null,
    h("div.buttons", {}, button(t("change"), () => edit(body), "small"), button(t("violation.withdraw"), withdraw, "small")));
}

/** The rows of the record that a violation may belong to. */
function placesOf(inspection) {
  return inspection.programme.form.sections
    .filter((section) => section.kind === "repeat")
    .flatMap((section) => inspection.rows(sectionPath([], section)).map((key) => {
      const path = rowPath(sectionPath([], section), key);
      return { path, text: `${said(inspection.programme, `form.${section.id}`)} ${rowLabel(inspection, section, path)}` };
    }));
}
