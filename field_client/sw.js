/*
 * Keeps this page on the tablet. All files of one state of the client are in one cache, named by the hash of them all;
 * the two latest are kept, so that a page that is still open finds its own. Calls to the server never go through here.
 */
importScripts("version.js");

const { version, files } = self.FAIR_SCALE;
const CACHE = `field-${version}`;
const KEPT = 2;

self.addEventListener("install", (event) => event.waitUntil(install(event)));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", ({ data }) => data === "activate" && self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const inside = url.origin === location.origin && request.url.startsWith(self.registration.scope);
  if (inside && request.method === "GET") event.respondWith(answer(request, url));
});

/** Every file with the content that the version names, or no change at all. */
async function install(event) {
  const cache = await caches.open(CACHE);
  await Promise.all(
    Object.entries(files).map(async ([path, hash]) => {
      const response = await fetch(path, { cache: "no-cache" });
      const content = await response.arrayBuffer();
      if (!response.ok || (await sha256(content)) !== hash) throw new Error(`${path} is not of version ${version}`);
      await cache.put(path, forEveryRequest(content, response.headers));
    }),
  );
  await passBy(event);
}

/** The file as it is kept: with `Vary` the browser would not find it for a request with another language, or through another proxy. */
function forEveryRequest(content, received) {
  const headers = new Headers(received);
  for (const name of ["Vary", "Content-Encoding", "Content-Length"]) headers.delete(name);
  return new Response(content, { headers });
}

/**
 * Where the browser can, it takes the files from the cache itself: a cold start need not wait until this worker has started.
 * The script of a page's own worker is not found that way without network (Chromium 156), so it is asked for here.
 */
async function passBy(event) {
  if (!event.addRoutes) return;
  const { pathname } = new URL(self.registration.scope);
  const condition = { urlPattern: new URLPattern({ baseURL: location.origin, pathname: `${pathname}*`, search: "" }), requestMethod: "GET" };
  await event.addRoutes([
    { condition: { requestDestination: "worker" }, source: "fetch-event" },
    { condition, source: { cacheName: CACHE } },
  ]);
}

async function activate() {
  const names = (await caches.keys()).filter((name) => name.startsWith("field-") && name !== CACHE);
  await Promise.all(names.slice(0, Math.max(0, names.length - (KEPT - 1))).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(request, url) {
  const cache = await caches.open(CACHE);
  const path = request.mode === "navigate" ? "./" : url.href;
  return (await cache.match(path, { ignoreVary: true, ignoreSearch: true })) ?? fetch(request);
}

async function sha256(content) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
