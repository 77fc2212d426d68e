/** Words in the language of the person who holds the tablet. */
import { TEXTS } from "../texts/table.js";

export const LANGUAGES = ["zh", "en"];
let language = "zh";

/** @param {string} code zh or en */
export function speak(code) {
  language = LANGUAGES.includes(code) ? code : "zh";
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.title = t("app.title");
}

export const spoken = () => language;

/** The words of this page. @param {string} code @param {Record<string, any>} [values] for `{name}` */
export function t(code, values = {}) {
  const words = TEXTS[code];
  if (!words) throw new Error(`no text ${code}`);
  return filled(words[language], values);
}

/** The words for one of two languages. @param {{zh: string, en: string} | string | null | undefined} pair */
export const either = (pair) => (typeof pair === "string" ? pair : (pair?.[language] ?? ""));

/** Words out of a programme's texts; the code itself when it has none. @param {any} programme @param {string} code */
export const said = (programme, code) => either(programme.texts[code]) || code.split(".").at(-1);

/** @param {string} text @param {Record<string, any>} values */
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));

/** An instant as the day and minute at this place. @param {string} instant */
export const moment = (instant) =>
  new Date(instant).toLocaleString(language === "zh" ? "zh-CN" : "en-GB", { dateStyle: "medium", timeStyle: "short" });

/** How long ago, in the largest unit that fits. @param {string} instant @param {number} [now] */
export function age(instant, now = Date.now()) {
  const minutes = Math.max(0, Math.floor((now - Date.parse(instant)) / 60_000));
  if (minutes < 1) return t("age.now");
  if (minutes < 60) return t("age.minutes", { n: minutes });
  if (minutes < 2880) return t("age.hours", { n: Math.floor(minutes / 60) });
  return t("age.days", { n: Math.floor(minutes / 1440) });
}

/** @param {number | null} bytes */
export function size(bytes) {
  if (bytes === null) return "?";
  const mega = bytes / 1_048_576;
  return mega >= 1024 ? `${(mega / 1024).toFixed(1)} GB` : `${Math.round(mega)} MB`;
}

/** Today at this place, as a day of the calendar. */
export function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}
