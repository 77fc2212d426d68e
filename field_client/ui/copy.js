/**
 * A copy of the record as it stands on the tablet, for the inspected party: marked as provisional, with the record's fingerprint.
 * @typedef {{title: string, mark: string, facts: [string, string][], values: [string, string][], print: string, canonical: string}} Copy
 */
import { canonical, fingerprint } from "../core/canonical.js";
import { formOrder } from "../core/form_order.js";
import { itemsAt } from "../core/verdicts/checklist.js";
import { h } from "./dom.js";
import { entryLabel, entryValue } from "./pages/entries.js";
import { bytesOf, MOST_BYTES } from "./qr.js";
import { either, moment, said, spoken, t } from "./words.js";

const STYLE = "body{font-family:sans-serif;max-width:50rem;margin:1rem auto;padding:0 1rem;line-height:1.5;overflow-wrap:anywhere}"
  + ".mark{border:3px solid;padding:.5rem;font-weight:700}dt{font-weight:700}dd{margin:0 0 .4rem}table{border-collapse:collapse;width:100%}"
  + "td,th{border:1px solid;padding:.3rem;text-align:left;vertical-align:top}pre{white-space:pre-wrap}";

/** @param {import("./inspection.js").Inspection} inspection @param {Date} now @returns {Promise<Copy>} */
export async function copyOf(inspection, now) {
  const { app, folded } = inspection;
  const print = await fingerprint(folded.record);
  return {
    title: t("copy.title"),
    mark: [app.practising ? t("practice.banner") : "", t("copy.mark")].filter(Boolean).join(spoken() === "zh" ? "。" : ". "),
    facts: facts(inspection, now, print),
    values: [...entered(inspection), ...consent(folded)],
    print,
    canonical: canonical(folded.record),
  };
}

/** What was found, in the words of the form. @param {import("./inspection.js").Inspection} inspection @returns {[string, string][]} */
export const entered = (inspection) => [...values(inspection), ...violations(inspection.programme, inspection.folded), ...photos(inspection.folded)];

function facts({ assignment, app, programme, folded, id }, now, print) {
  const { object, draw, plan, team } = assignment;
  return [
    [t("copy.object"), `${object.name} · ${object.number}`], [t("fact.address"), `${either(object.division_name)} ${object.address}`.trim()],
    [t("copy.programme"), said(programme, "programme")], [t("copy.day"), folded.started ?? "—"],
    [t("fact.plan"), plan.title], [t("fact.draw"), draw.number],
    [t("fact.team"), team.map((one) => `${one.name} (${one.certificate})`).join(", ")],
    [t("copy.inspection"), `${id} · ${assignment.revision}`], [t("copy.made"), `${moment(now.toISOString())} · ${app.settings.device.name}`],
    [t("consent.print"), print],
  ];
}

/** Every field as it stands, in the order of the form; of one on which the tablets disagree all values. */
function values(inspection) {
  const { programme, day } = inspection;
  const order = formOrder(programme.form.sections, ({ items }) => itemsAt(programme, items, day).map((one) => one.code));
  const fields = [...inspection.fields.values()].sort((a, b) => order(a.path, b.path));
  return fields.map(({ path, values: found }) => {
    const texts = [...new Set(found.filter((one) => one.value !== null).map((one) => entryValue(inspection, path, one.value)))];
    return [placeText(inspection, path), texts.length > 1 ? t("copy.differing", { values: texts.join(" / ") }) : (texts[0] ?? "")];
  }).filter(([, value]) => value !== "");
}

/** The words of a field, with the numbers of the rows that it stands in. */
function placeText(inspection, path) {
  const numbers = path.flatMap((segment, i) => (segment.startsWith("@") ? [inspection.rows(path.slice(0, i)).indexOf(segment.slice(1)) + 1] : []));
  const label = entryLabel(inspection, path);
  return numbers.length ? `${label} ${numbers.map((n) => `#${n}`).join(" ")}` : label;
}

const violations = (programme, folded) =>
  folded.violations.map(({ code, note }) => [t("entries.violation"), [said(programme, `violation.${code}`), note].filter(Boolean).join(" · ")]);

const photos = (folded) => folded.photos.map(({ sha256, caption }) => [t("photos.one"), [caption, sha256].filter(Boolean).join(" · ")]);

function consent({ signature, refusal, not_possible: impossible }) {
  return [
    ...(signature ? [[t("entries.signature"), signature.name]] : []),
    ...(refusal ? [[t("entries.refusal"), t("consent.refused", refusal)]] : []),
    ...(impossible ? [[t("impossible.title"), [t(`impossible.${impossible.reason}`), impossible.note].filter(Boolean).join(" · ")]] : []),
  ];
}

/** One file that any browser shows, without a network and without this page. @param {Copy} copy @returns {string} */
export function asPage(copy) {
  const rows = (pairs) => pairs.map(([name, value]) => h("tr", {}, h("th", { scope: "row" }, name), h("td", {}, value)));
  const page = h("html", { lang: spoken() === "zh" ? "zh-CN" : "en" },
    h("head", {}, h("meta", { charset: "utf-8" }), h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }), h("title", {}, copy.title), h("style", {}, STYLE)),
    h("body", {}, h("h1", {}, copy.title), h("p.mark", {}, copy.mark), h("table", {}, h("tbody", {}, rows(copy.facts))),
      h("h2", {}, t("copy.values")), h("table", {}, h("tbody", {}, rows(copy.values))),
      h("h2", {}, t("copy.check")), h("p", {}, t("copy.check_how")), h("pre", {}, copy.canonical)));
  return `<!doctype html>\n${page.outerHTML}\n`;
}

/** The copy as a text for a QR code: whole when it fits, else without what was entered. @param {Copy} copy @returns {{text: string, whole: boolean}} */
export function asText({ title, mark, facts: head, values: entered }) {
  const lines = (pairs) => pairs.map(([name, value]) => `${name}: ${value}`);
  const whole = [title, mark, ...lines(head), ...lines(entered)].join("\n");
  if (bytesOf(whole) <= MOST_BYTES) return { text: whole, whole: true };
  return { text: [title, mark, ...lines(head), t("copy.rest")].join("\n"), whole: false };
}
