/** The service worker: it keeps this page on the tablet. A newer page waits until the person changes over to it. */

/** @param {import("./app.js").App} app */
export async function register(app) {
  if (!("serviceWorker" in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register("sw.js", { scope: "./", updateViaCache: "none" });
    watch(app, registration);
  } catch {
    // Without the network there is nothing newer; the page runs from what is kept.
  }
  app.version = await version();
  if (app.settings.token) await takeLabels();
  app.addEventListener("signed-in", takeLabels);
}

/** From now on the labels of scales and shops lead here, on this tablet. */
async function takeLabels() {
  try {
    for (const scope of ["/i/", "/o/"]) await navigator.serviceWorker.register("labels_worker.js", { scope, updateViaCache: "none" });
  } catch {
    // Without them a label leads to the public page, and the number is typed here.
  }
}

function watch(app, registration) {
  const offer = () => {
    if (!registration.waiting || !navigator.serviceWorker.controller) return;
    app.activate = () => {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
      registration.waiting.postMessage("activate");
    };
    app.dispatchEvent(new Event("change"));
  };
  offer();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", offer);
  });
}

/** The name of the page's present state, as the worker that serves it knows it. */
async function version() {
  const names = (await caches.keys()).filter((name) => name.startsWith("field-"));
  return names.at(-1)?.slice("field-".length, "field-".length + 12) ?? null;
}
