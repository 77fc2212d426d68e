/*
 * On an enrolled tablet the label of a scale or of a shop leads to its place among the visits, also from the system's camera and without network.
 * It is registered for the addresses of labels only; one with something behind it (?) is the page that everybody sees, and goes to the network.
 */
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const { mode, method, url } = event.request;
  const [, kind, number] = /^\/([io])\/(.+)$/.exec(new URL(url).pathname) ?? [];
  if (mode !== "navigate" || method !== "GET" || new URL(url).search || !number) return;
  event.respondWith(Response.redirect(new URL(`./#/find/${number.replaceAll("/", "%2F")}/${kind}`, location.href), 302));
});
