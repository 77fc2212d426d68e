/** A section of any kind. */
import { h } from "../dom.js";
import { t } from "../words.js";
import { checklist } from "./checklist.js";
import { fields } from "./fields.js";
import { grid } from "./grid.js";
import { lookBack } from "./look_back.js";

const KINDS = { fields, grid, checklist, look_back: lookBack };

/**
 * @param {import("./answers.js").Inspection} inspection
 * @param {import("../../core/forms.js").Section} section not of kind repeat, which has pages of its own
 * @param {string[]} base
 * @returns {import("./fields.js").Part}
 */
export const part = (inspection, section, base) => (KINDS[section.kind] ?? newer)(inspection, section, base);

/** A kind that a newer server brought waits for the newer page; the rest of the form is filled in as ever. */
const newer = () => ({ element: h("p.notice", { role: "note" }, t("form.newer")), refresh() {} });
