/** The head of every page: the three words with their counts, the age of the oldest unsent entry, the language. */
import { fill, h } from "./dom.js";
import { age, spoken, t } from "./words.js";

/** @param {import("./app.js").App} app */
export function header(app) {
  const pill = h("a.pill", { href: "#/records" });
  const language = h("button.language", { type: "button" });
  language.addEventListener("click", async () => {
    await app.put({ language: spoken() === "zh" ? "en" : "zh" });
    app.dispatchEvent(new Event("redraw"));
  });
  const update = h("button.update", { type: "button", hidden: true, onclick: () => app.activate?.() });
  const unsaved = h("div.unsaved", { role: "alert", hidden: true });
  const practice = app.practising ? h("a.practice", { href: "#/records" }) : null;
  const element = h("header.top", {}, practice, h("a.brand", { href: "#/" }), pill, update, language, unsaved);
  app.addEventListener("failed", () => {
    drawUnsaved(app, unsaved);
    refresh();
  });
  const refresh = () => {
    const { totals: sum, synchroniser } = app;
    element.querySelector(".brand").textContent = t("app.title");
    if (practice) practice.textContent = t("practice.banner");
    pill.hidden = app.practising;
    language.textContent = spoken() === "zh" ? "English" : "中文";
    language.lang = spoken() === "zh" ? "en" : "zh-CN";
    // What is not on the disk would go with this page.
    update.hidden = !app.activate || app.failed.size > 0;
    update.textContent = t("app.update");
    pill.dataset.state = synchroniser.status.state;
    pill.dataset.unsent = String(sum.unsent);
    fill(pill, ["tablet", "sent", "verified"].map((name) => h("span", { class: `count word-${name}`, "data-word": name }, `${t(`word.${name}`)} `, h("b", {}, String(sum[name])))),
      sum.unsent ? h("span.oldest", {}, t("header.oldest", { n: sum.unsent, age: age(sum.oldest) })) : null,
      app.troubles.length ? h("span.trouble", {}, t("header.trouble", { n: app.troubles.length })) : null,
      synchroniser.status.state === "stopped" ? h("span.trouble", {}, t(`sync.${synchroniser.status.reason}`)) : null);
  };
  app.addEventListener("change", refresh);
  app.addEventListener("status", refresh);
  app.addEventListener("redraw", refresh);
  setInterval(refresh, 30_000);
  refresh();
  // What stays in sight below the head begins where the head ends, however many lines it has.
  new ResizeObserver(() => document.documentElement.style.setProperty("--head", `${element.offsetHeight}px`)).observe(element);
  return element;
}

/** What is not on the disk, by name, with a button that tries again. */
function drawUnsaved(app, element) {
  const failures = [...app.failed.values()];
  element.hidden = !failures.length;
  if (!failures.length) return;
  const again = () => failures.forEach((one) => one.again());
  fill(element, h("span", {}, `${t("saved.failed", { error: failures[0].error.name })} · ${failures.map((one) => one.label).join(", ")}`),
    h("button.button", { type: "button", onclick: again }, t("saved.again")));
}
