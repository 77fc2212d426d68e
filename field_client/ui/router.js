/** Pages by the part of the address after #: it works the same from the disk. */
import { decoded, pageOf } from "../core/codes.js";
import { turned } from "./ahead.js";
import { fill, h } from "./dom.js";
import { t } from "./words.js";
import { later } from "./later.js";
import { pressed } from "./pad.js";
import { todayPage, address } from "./pages/today.js";
import { visitPage } from "./pages/visit.js";

/** @type {Record<string, (app: import("./app.js").App, rest: string[]) => any>} */
const PAGES = {
  "": (app) => todayPage(app),
  "sign-in": (app) => (app.practising ? practice(app) : signIn(app)),
  enrol: (app, [code]) => (app.practising ? practice(app) : signIn(app, code ?? "")),
  visit: visitPage,
  records: async (app) => (app.practising ? practice(app) : (await later.records()).recordsPage(app)),
  help: async () => (await later.help()).helpPage(),
  find: found,
};

const practice = async (app) => (await later.practice()).practicePage(app);
const signIn = async (app, code) => (await later.signIn()).signIn(app, code);

export class Router {
  /** @param {import("./app.js").App} app @param {HTMLElement} main */
  constructor(app, main) {
    this.app = app;
    this.main = main;
    this.page = null;
    this.turn = 0;
    addEventListener("hashchange", () => {
      app.moved = true;
      this.show();
    });
    app.addEventListener("change", () => this.page?.refresh());
    app.addEventListener("redraw", () => this.show());
  }

  async show() {
    this.turn += 1;
    const { turn } = this;
    const [name, ...rest] = location.hash.replace(/^#\/?/, "").split("/").map(decoded);
    const signedIn = Boolean(this.app.settings.device);
    const make = signedIn || name === "enrol" ? (PAGES[name] ?? PAGES[""]) : PAGES["sign-in"];
    let page;
    try {
      page = await make(this.app, rest);
    } catch (error) {
      page = { element: h("p.problem", { role: "alert" }, t("page.failed", { error: error.message })), refresh() {} };
      console.error(error);
    }
    if (turn !== this.turn) return page.left?.();
    this.page?.left?.();
    this.page = page;
    fill(this.main, page.element);
    scrollTo(0, 0);
    page.shown?.();
    // A page that never gets all it was to have stands all the same.
    await Promise.allSettled([page.ready]);
    if (turn === this.turn) turned(pressed);
  }
}

/** A link with a number in it; from a label that the system's camera opened, with the kind of its page. */
async function found(app, [number = "", kind]) {
  const target = await address(app, number);
  if (target) location.replace(target);
  return target ? { element: h("p"), refresh() {} } : todayPage(app, { number, page: kind ? pageOf(kind, number) : null });
}
