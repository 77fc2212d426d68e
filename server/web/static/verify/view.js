/** What a visitor sees: two ways to start, the progress, the verdict with every check, and the box for one object. */

import { element } from "./element.js";
import { objectForm } from "./object_view.js";
import { say, sayNote } from "./words.js";

/**
 * @param {HTMLElement} host
 * @param {"zh"|"en"} language
 */
export function buildView(host, language) {
  const words = (code, values) => say(language, code, values);
  const button = element("button", { type: "button", class: "btn btn-primary" }, words("ui_recompute"));
  const file = element("input", { type: "file", accept: ".zip,application/zip", class: "form-control" });
  const chooser = element("label", { class: "form-label verify-file" }, words("ui_choose_file"), file);
  const bar = element("progress", { hidden: "", "aria-label": words("ui_working") });
  const status = element("p", { role: "status", class: "verify-status" });
  const outcome = element("section", { class: "verify-outcome", hidden: "" });
  const one = objectForm(language);
  const root = element("div", { class: "verify", lang: language === "zh" ? "zh-CN" : "en" });
  root.append(element("p", {}, words("ui_intro")), button, chooser, bar, status, outcome, one.form);
  host.append(root);

  function begin(message) {
    bar.hidden = true;
    status.textContent = message;
    outcome.hidden = true;
    outcome.replaceChildren();
    one.hide();
  }

  function conclude(state, verdict, ...parts) {
    // The heading takes the focus and is read out; the status line would only say it twice.
    begin("");
    const heading = element("h3", { tabindex: "-1", class: `verify-verdict verify-${state}` }, verdict);
    outcome.replaceChildren(heading, ...parts);
    outcome.hidden = false;
    heading.focus();
  }

  return {
    onRecompute: (act) => button.addEventListener("click", act),
    onFile: (act) => file.addEventListener("change", () => file.files.length > 0 && act(file.files[0])),
    onObject: one.onAsk,
    showExplanation: one.show,
    showWorking() {
      begin(words("ui_working"));
      bar.removeAttribute("value");
      bar.hidden = false;
    },
    showProgress(done, total) {
      bar.max = total;
      bar.value = done;
    },
    showUnreadable(problem) {
      conclude("failed", words("verdict_unreadable"), element("p", {}, sayNote(language, problem)));
    },
    showReport(report) {
      const verdict = report.ok ? "verdict_ok" : "verdict_failed";
      const parts = [factList(language, report.facts), checkTable(language, report.checks)];
      if (report.differences.length > 0) parts.splice(0, 0, differenceList(language, report.differences));
      conclude(report.ok ? "ok" : "failed", words(verdict), ...parts);
      if (report.ok) one.reveal();
    },
  };
}

function checkTable(language, checks) {
  const head = ["ui_check", "ui_answer"].map((code) => element("th", { scope: "col" }, say(language, code)));
  const rows = checks.map(({ name, ok, detail }) =>
    element(
      "tr",
      { class: ok ? "verify-row-ok" : "verify-row-failed", "data-check": name },
      element("th", { scope: "row" }, say(language, `check_${name}`)),
      element("td", {}, ok ? "✓ " : `✗ ${say(language, "mark_failed")} `, sayNote(language, detail)),
    ),
  );
  return element(
    "table",
    { class: "table verify-checks" },
    element("caption", {}, say(language, "ui_checks")),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows),
  );
}

function differenceList(language, differences) {
  const items = differences.map((problem) => element("li", {}, sayNote(language, problem)));
  return element("ul", { class: "verify-differences" }, ...items);
}

function factList(language, facts) {
  const items = Object.entries(facts).flatMap(([name, value]) => [
    element("dt", {}, say(language, `fact_${name}`)),
    element("dd", {}, element("code", {}, value)),
  ]);
  return element("dl", { class: "verify-facts" }, ...items);
}
