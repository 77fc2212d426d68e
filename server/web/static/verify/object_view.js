/** The box in which one types an object's number and reads why it was drawn or was not. */

import { element } from "./element.js";
import { say } from "./words.js";

const ROWS = ["object", "stratum", "ticket", "cut", "rank", "order"];

/** @param {"zh"|"en"} language */
export function objectForm(language) {
  const words = (code, values) => say(language, code, values);
  const input = element("input", { type: "text", class: "form-control", autocomplete: "off", required: "" });
  const label = element("label", { class: "form-label" }, words("ui_object"), input);
  const button = element("button", { type: "submit", class: "btn btn-secondary" }, words("ui_ask"));
  const answer = element("div", { role: "status", class: "verify-answer" });
  const form = element("form", { class: "verify-object", hidden: "" }, label, button, answer);

  return {
    form,
    hide() {
      form.hidden = true;
      answer.replaceChildren();
    },
    reveal() {
      form.hidden = false;
    },
    onAsk(act) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        act(input.value);
      });
    },
    /** @param {import("./object.js").Explanation} told */
    show(told) {
      const rows = ROWS.filter((name) => name in told).flatMap((name) => [
        element("dt", {}, words(`object_${name}`)),
        element("dd", {}, element("code", {}, String(told[name]))),
      ]);
      const team = told.state === "drawn" ? teamWords(words, told.team) : "";
      answer.replaceChildren(
        element("p", {}, words(`explain_${told.state}`, told), team),
        element("dl", {}, ...rows),
      );
    },
  };
}

function teamWords(words, team) {
  return team === null ? words("explain_no_team") : words("explain_team", { team });
}
