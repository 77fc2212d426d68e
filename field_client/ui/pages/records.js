/** Where everything is: on this tablet, sent, verified; what a person has to look at; the rescue file; this tablet's settings. */
import { mustBeInstalled, room } from "../../device/storage.js";
import { rescueFile } from "../../sync/rescue.js";
import { once } from "../doing.js";
import { button, fill, h, link } from "../dom.js";
import { age, either, moment, size, t } from "../words.js";
import { lockSettings } from "./lock_settings.js";
import { practiceChoice } from "./practice.js";
import { place } from "./today.js";
import { wireSettings } from "./wire_settings.js";

const CLOCK_TOLERANCE_MS = 60_000;

/** @param {import("../app.js").App} app */
export function recordsPage(app) {
  const [sums, list, troubles, tablet] = [h("div.sums"), h("div.list"), h("div.troubles"), h("div.tablet")];
  const draw = () => {
    fill(sums, totals(app));
    fill(list, inspections(app));
    fill(troubles, stuck(app));
  };
  const ending = new AbortController();
  const element = h("section.records", {}, h("h1", {}, t("records.title")), sums, exchange(app, ending.signal), troubles, list, rescue(app), wireSettings(ending.signal), tablet, choices(app), lockSettings(app), practiceChoice(app), link(t("help.title"), "#/help", "button quiet help-link"));
  draw();
  about(app).then((parts) => fill(tablet, parts));
  return { element, refresh: draw, left: () => ending.abort() };
}

function totals({ totals: sum }) {
  const one = (name) => h("div.sum", { class: `word-${name}` }, h("strong", {}, String(sum[name])), h("span", {}, t(`word.${name}`)));
  return [h("div.three", {}, ["tablet", "sent", "verified"].map(one)),
    h("p", { "data-unsent": sum.unsent }, sum.unsent ? t("records.unsent", { n: sum.unsent, age: age(sum.oldest) }) : t("records.all_sent"))];
}

function exchange(app, signal) {
  const said = h("p.status", { role: "status" });
  const show = () => {
    const { state, reason, at } = app.synchroniser.status;
    said.dataset.state = state;
    said.textContent = t(reason ? `sync.${reason}` : state === "idle" && app.totals.unsent ? "sync.pending" : `sync.${state}`);
    if (app.settings.last_contact) said.append(` · ${t("records.contact", { at: moment(app.settings.last_contact) })}`);
    said.title = at ?? "";
  };
  app.addEventListener("status", show, { signal });
  app.addEventListener("change", show, { signal });
  show();
  const again = h("a.button", { href: "#/sign-in" }, t("sign.again"));
  return h("div.exchange", {}, said, h("div.buttons", {}, button(t("records.now"), () => app.synchroniser.now(), "primary"), again));
}

function stuck({ troubles }) {
  if (!troubles.length) return [];
  const one = ({ id, state, problem }) => h("li", { "data-trouble": state }, h("strong", {}, t(`trouble.${state}`)), ` ${problem?.title ?? ""} `, h("code", {}, id.slice(0, 13)));
  return [h("h2", {}, t("trouble.title", { n: troubles.length })), h("p.hint", {}, t("trouble.hint")), h("ul", {}, troubles.map(one))];
}

function inspections(app) {
  const rows = app.visits.filter((one) => app.standings.has(one.inspection));
  if (!rows.length) return h("p.empty", {}, t("records.none"));
  return h("table", {}, h("thead", {}, h("tr", {}, ["records.visit", "records.entries", "records.state", "records.age"].map((code) => h("th", { scope: "col" }, t(code))))),
    h("tbody", {}, rows.map((one) => {
      const standing = app.standings.get(one.inspection);
      return h("tr", { "data-inspection": one.inspection }, h("td", {}, one.object.name, h("br"), h("span.small", {}, either(one.programme))),
        h("td.number", {}, String(standing.operations)), h("td", {}, place(standing)), h("td", {}, standing.oldest ? age(standing.oldest) : "—"));
    })));
}

function rescue(app) {
  const said = h("p", { role: "status" });
  const all = h("input", { type: "checkbox", id: "rescue-all" });
  const save = once(async () => {
    let file;
    try {
      file = await rescueFile(app.database, { everything: all.checked });
    } catch (error) {
      said.textContent = t("saved.failed", { error: error.name });
      return;
    }
    const { blob, operations, photos } = file;
    const name = `fair-scale-rescue-${new Date().toISOString().replace(/[:.]/g, "-")}.json`;
    const url = URL.createObjectURL(blob);
    h("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
    said.textContent = t("rescue.done", { operations, photos });
  });
  return h("div.rescue", {}, h("h2", {}, t("rescue.title")), h("p.hint", {}, t("rescue.hint")),
    h("label.check", { for: all.id }, all, t("rescue.all")), button(t("rescue.save"), save), said);
}

async function about(app) {
  const { persistent, free, roomForPhotos } = await room(false);
  const { device, inspector, clock_offset_ms: offset } = app.settings;
  const line = (name, value, bad = false) => [h("dt", {}, t(name)), h("dd", { class: bad ? "bad" : "" }, value)];
  const far = Math.abs(offset ?? 0) > CLOCK_TOLERANCE_MS;
  const seconds = Math.round((offset ?? 0) / 1000);
  return [h("h2", {}, t("tablet.title")), mustBeInstalled() ? h("p.notice", {}, t("storage.install")) : null, h("dl.facts", {},
    line("tablet.device", device?.name ?? "—"), line("tablet.inspector", inspector ? `${inspector.name} (${inspector.certificate})` : "—"),
    line("tablet.clock", offset === undefined ? "—" : t(far ? "tablet.clock_off" : "tablet.clock_right", { n: seconds }), far),
    line("tablet.storage", t(persistent ? "storage.persistent" : "storage.not_persistent"), !persistent), line("tablet.free", size(free), !roomForPhotos),
    line("tablet.bundle", app.bundle ? moment(app.bundle.fetched_at) : "—"), line("tablet.version", app.version ?? "—"))];
}

function choices(app) {
  const pick = (name, value, text) =>
    h("button.choice", { type: "button", lang: { zh: "zh-CN", en: "en" }[value] ?? null, "aria-pressed": String((app.settings[name] ?? (name === "language" ? document.documentElement.lang.slice(0, 2) : "plain")) === value), "data-set": `${name}-${value}`,
      onclick: () => app.put({ [name]: value }).then(() => app.dispatchEvent(new Event("redraw"))) }, text);
  const keep = async () => {
    await room(true);
    app.dispatchEvent(new Event("redraw"));
  };
  const free = async () => {
    await app.tidy();
    await app.load();
  };
  return h("div.settings", {}, h("h2", {}, t("settings.title")),
    h("p", { id: "set-language" }, t("settings.language")), h("div.choices", { role: "group", "aria-labelledby": "set-language" }, pick("language", "zh", "中文"), pick("language", "en", "English")),
    h("p", { id: "set-theme" }, t("settings.theme")), h("div.choices", { role: "group", "aria-labelledby": "set-theme" }, pick("theme", "plain", t("settings.plain")), pick("theme", "sun", t("settings.sun"))),
    h("div.buttons", {}, button(t("storage.ask"), keep), button(t("storage.tidy"), free)));
}
