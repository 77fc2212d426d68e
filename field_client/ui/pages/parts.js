/** The records of one visit: the next programme is one tap away. */
import { visitOf } from "../../core/visits.js";
import { h } from "../dom.js";
import { said, t } from "../words.js";
import { states } from "./today.js";

/**
 * Links to the records of a visit, the open one marked; none when there is only one.
 * @param {import("../app.js").App} app @param {any} assignment
 */
export function partsOf(app, assignment) {
  const parts = visitOf(app.bundle?.content.assignments ?? [], assignment);
  if (parts.length < 2) return [];
  return parts.map((one) => h("a.part", {
    href: `#/visit/${one.inspection}`, "data-inspection": one.inspection, "aria-current": one.inspection === assignment.inspection ? "true" : null,
  }, h("span", {}, said(app.programme(one), "programme")), h("span.states", {}, states(app, one))));
}

/**
 * The next record of a visit that is still to be finished on this tablet, or null.
 * @param {import("../app.js").App} app @param {any} assignment
 */
export function nextPart(app, assignment) {
  const open = (one) => {
    const standing = app.standings.get(one.inspection);
    return one.state === "open" && !(standing && standing.revision >= one.revision && standing.finished);
  };
  const parts = visitOf(app.bundle?.content.assignments ?? [], assignment);
  return parts.find((one) => one.inspection !== assignment.inspection && open(one)) ?? null;
}

/** The way on from a finished record. @param {import("../app.js").App} app @param {any} next */
export const toPart = (app, next) => h("a.button.next", { href: `#/visit/${next.inspection}`, "data-next-part": next.inspection },
  t("finish.part", { programme: said(app.programme(next), "programme") }));
