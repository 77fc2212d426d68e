/** The beginning: from the disk first, the network after. */
import { room } from "../device/storage.js";
import { App } from "./app.js";
import { fill, h } from "./dom.js";
import { header } from "./header.js";
import { fetchTheRest } from "./later.js";
import { Lock } from "./lock.js";
import { pad } from "./pad.js";
import { Router } from "./router.js";
import { register } from "./updates.js";
import { t } from "./words.js";

async function start() {
  const app = new App();
  await app.begin();
  const lock = new Lock(app);
  const main = h("main", { id: "main" });
  fill(document.body, header(app), main, pad(app), lock.element);
  const router = new Router(app, main);
  // A locked page shows nothing until it is opened; what is unsent is sent all the same.
  if (await lock.begin()) lock.opening.then(() => router.show());
  else await router.show();
  document.body.dataset.ready = "true";
  // The page stands, whatever becomes of the rest: on a full disk nothing can be tidied.
  settle(app).catch(console.error);
}

async function settle(app) {
  await register(app);
  // What cannot be fetched now is fetched when it is opened.
  fetchTheRest().catch(() => {});
  if (!app.practising && !app.settings.token) return;
  app.synchroniser.start();
  await room(true);
  if (!app.practising) await app.tidy();
}

start().catch((error) => {
  fill(document.body, h("main", {}, h("p.problem", { role: "alert" }, t("page.failed", { error: error.message }))));
  throw error;
});
