/** The steps of a visit: before, the sections of the form, after; each is one page. */
import { sectionPath } from "../../core/forms.js";
import { h } from "../dom.js";
import { said, t } from "../words.js";

/** @typedef {{id: string, text: string, section: any | null, mark: (inspection: any) => "none" | "begun" | "problem"}} Step */

/** @param {import("../inspection.js").Inspection} inspection @returns {Step[]} */
export function steps(inspection) {
  const { programme, folded } = inspection;
  const own = (id, mark) => ({ id, text: t(`step.${id}`), section: null, mark });
  const some = (count) => (count ? "begun" : "none");
  const sections = programme.form.sections.map((section) => ({
    id: section.id,
    text: said(programme, `form.${section.id}`),
    section,
    mark: () => {
      const at = sectionPath([], section);
      const inside = (conflict) => at.every((segment, i) => conflict.path[i] === segment);
      if (at.length && inspection.folded.conflicts.some(inside)) return "problem";
      return some(begun(inspection, section, at));
    },
  }));
  return [
    own("overview", () => some(inspection.folded.started)),
    ...sections,
    own("photos", () => some(inspection.folded.photos.length)),
    own("violations", () => some(inspection.folded.violations.length)),
    own("consent", () => some(inspection.folded.signature || inspection.folded.refusal)),
    own("finish", () => some(inspection.finish())),
  ];
}

function begun(inspection, section, at) {
  if (section.kind !== "fields") return inspection.count(at);
  return section.fields.some((field) => inspection.values([...at, ...(field.path ?? [field.id])]).length);
}

/** @param {import("../inspection.js").Inspection} inspection @param {string} current */
export function rail(inspection, current) {
  const one = (step) =>
    h("a.step", { href: `#/visit/${inspection.id}/${step.id}`, "data-step": step.id, "data-mark": step.mark(inspection), "aria-current": step.id === current ? "step" : null },
      h("span.dot", { "aria-hidden": "true" }), step.text);
  return steps(inspection).map(one);
}
