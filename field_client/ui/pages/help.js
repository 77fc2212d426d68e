/** What to do when something is not as usual. */
import { HELP } from "../../texts/help.js";
import { h, link } from "../dom.js";
import { either, t } from "../words.js";

export function helpPage() {
  const one = ({ id, title, text }) => h("details", { "data-help": id }, h("summary", {}, either(title)), h("p", {}, either(text).replace(/\{([\w.]+)\}/g, (_, code) => t(code))));
  return { element: h("section.help", {}, link(`‹ ${t("today.title")}`, "#/", "back"), h("h1", {}, t("help.title")), h("p.hint", {}, t("help.hint")), HELP.map(one)), refresh() {} };
}
