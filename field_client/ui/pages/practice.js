/** Practice: switching it on, throwing its records away, leaving it. The page begins anew at each change, so that nothing of the one shows in the other. */
import * as bundles from "../../store/bundles.js";
import { Database } from "../../store/database.js";
import * as practice from "../../store/practice.js";
import { fetchPractice } from "../../sync/practice.js";
import { button, fill, h } from "../dom.js";
import { t } from "../words.js";

/** In the settings: the way into practice. @param {import("../app.js").App} app */
export function practiceChoice(app) {
  const said = h("p.problem", { role: "status", hidden: true });
  const begin = async () => {
    const failure = await ready(app);
    said.hidden = !failure;
    said.textContent = failure ?? "";
    if (!failure) await app.practise(true);
  };
  return h("div.practice-choice", {}, h("h2", {}, t("practice.title")), h("p.hint", {}, t("practice.what")), said, button(t("practice.begin"), begin, "practise"));
}

/** @returns {Promise<string | null>} why it cannot be begun */
async function ready(app) {
  const database = new Database(practice.NAME);
  try {
    const content = await fetchPractice(app.settings.token).catch((error) => error);
    const fetched = !(content instanceof Error);
    if (!fetched && !(await bundles.current(database))) return t("practice.not_fetched");
    await practice.prepare(database, app.settings, fetched ? content : null);
    return null;
  } finally {
    await database.close();
  }
}

/** In practice: where the records are in earnest. @param {import("../app.js").App} app */
export function practicePage(app) {
  const body = h("div.practice-records");
  let asking = false;
  const ask = (open) => {
    asking = open;
    refresh();
  };
  const throwAway = async () => {
    await practice.throwAway(app.database);
    await app.practise(true);
  };
  const refresh = () => fill(body, h("p", { "data-practised": app.entries.length }, t("practice.kept", { n: app.entries.length })),
    asking ? h("div.buttons", {}, button(t("practice.throw_now"), throwAway, "throw"), button(t("cancel"), () => ask(false), "quiet"))
      : app.entries.length ? button(t("practice.throw"), () => ask(true), "ask") : null,
    button(t("practice.end"), () => app.practise(false), "primary end"));
  refresh();
  return { element: h("section.records", {}, h("h1", {}, t("practice.title")), h("p", {}, t("practice.what")), body), refresh };
}
