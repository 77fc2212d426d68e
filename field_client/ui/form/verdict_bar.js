/** The verdict so far, with what was found in words; a screen reader hears it when something was entered that changes it. */
import { fill, h } from "../dom.js";
import { said, t } from "../words.js";
import { shape } from "./notes.js";

/**
 * @param {any} programme as the bundle has it
 * @returns {{element: HTMLElement, show: (result: import("../../core/verdicts/live.js").Live, state: {begun: boolean, entered: boolean}) => void}}
 */
export function verdictBar(programme) {
  const [summary, list, heard] = [h("summary"), h("ul.findings"), h("p.sr-only", { role: "status" })];
  const element = h("div.verdict-bar", { hidden: true }, h("details", {}, summary, list), heard);
  let drawn = "";
  return {
    element,
    show(result, { begun, entered }) {
      element.hidden = !begun;
      const words = `${t("judge.verdict")}: ${result.word}`;
      if (begun && entered && heard.textContent !== words) heard.textContent = words;
      const key = JSON.stringify([result.verdict, result.word, result.findings]);
      if (key === drawn) return;
      drawn = key;
      element.dataset.result = result.verdict;
      fill(summary, shape(result.verdict), h("span.so-far", {}, t("judge.verdict")), h("strong", {}, result.word), counts(result.findings));
      fill(list, result.findings.length ? result.findings.map((found) => one(programme, found)) : h("li", {}, t("judge.nothing")));
    },
  };
}

function counts(findings) {
  const words = [...new Map(findings.map(({ severity, word }) => [severity, word]))];
  return words.map(([severity, word]) =>
    h("span.tally", { "data-severity": severity }, `${word} ${findings.filter((one) => one.severity === severity).length}`));
}

const one = (programme, { severity, word, at, text, basis }) =>
  h("li", { "data-severity": severity }, h("strong", {}, [word, ...placeOf(programme, programme.form.sections, at.split("/"))].join(" · ")),
    h("span", {}, text), basis.map((line) => h("small.basis", {}, line)));

/** The sections of the form that lead to a place, with the numbers of rows. @returns {string[]} */
function placeOf(programme, sections, [head, second, ...rest]) {
  const section = sections.find(({ path }) => path[0] === head);
  if (!section) return [];
  const name = said(programme, `form.${section.id}`);
  if (!/^\d+$/.test(second ?? "")) return [name];
  return [`${name} ${Number(second) + 1}`, ...placeOf(programme, section.sections ?? [], rest)];
}
