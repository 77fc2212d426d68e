/**
 * One call of docs/sync.md. Only an answer in its form is an answer: a page with status 200 comes from a network's login, not from the server.
 */
import { patience } from "./backoff.js";
import { Later, Refused, Stopped } from "./failures.js";

const BASE = "/api/sync/";
/** How long an answer that has begun may take to arrive. */
const ARRIVAL_MS = 120_000;
const CLOSED = { device_revoked: "revoked", device_unknown: "unknown_device" };
const WORTH_ANOTHER_TRY = new Set([408, 425, 429]);

/**
 * @typedef {{token?: string, json?: any, bytes?: ArrayBuffer, mime?: string, etag?: string | null}} Content
 * @typedef {{status: number, body: any, etag: string | null}} Answer
 * @param {string} method
 * @param {string} path below /api/sync/
 * @param {Content} [content]
 * @returns {Promise<Answer>}
 * @throws {Later | Stopped | Refused}
 */
export async function call(method, path, content = {}) {
  const timer = new Timer();
  try {
    return await read(method, await send(method, path, content, timer), content);
  } finally {
    timer.stop();
  }
}

async function read(method, response, content) {
  if (response.status === 304) return { status: 304, body: null, etag: content.etag ?? null };
  if (method === "HEAD") return head(response);
  const body = await json(response);
  if (response.ok) {
    if (!body || typeof body.server_time !== "string") throw new Later("not_the_server");
    return { status: response.status, body, etag: response.headers.get("ETag") };
  }
  throw failure(response, body);
}

/** Ends a request that takes too long. */
class Timer {
  ending = new AbortController();

  /** @param {number} ms from now */
  set(ms) {
    this.stop();
    this.timer = setTimeout(() => this.ending.abort(), ms);
  }

  stop() {
    clearTimeout(this.timer);
  }
}

async function send(method, path, { token, json: value, bytes, mime, etag }, timer) {
  // What the server refuses is read on this page, whatever the browser speaks.
  const headers = new Headers({ Accept: "application/json", "Accept-Language": document.documentElement.lang || "zh-CN" });
  if (token) headers.set("Authorization", `Bearer ${token}`);
  if (etag) headers.set("If-None-Match", etag);
  if (value !== undefined) headers.set("Content-Type", "application/json");
  if (bytes) headers.set("Content-Type", mime ?? "application/octet-stream");
  const body = bytes ?? (value === undefined ? undefined : JSON.stringify(value));
  timer.set(patience(bytes?.byteLength ?? body?.length ?? 0));
  try {
    const options = { method, headers, body, cache: "no-store", credentials: "omit", redirect: "error", signal: timer.ending.signal };
    const response = await fetch(BASE + path, /** @type {RequestInit} */ (options));
    timer.set(ARRIVAL_MS);
    return response;
  } catch {
    throw new Later("unreachable");
  }
}

async function json(response) {
  if (!/\bjson\b/.test(response.headers.get("Content-Type") ?? "")) return null;
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function head(response) {
  if (response.ok || response.status === 404) return { status: response.status, body: null, etag: null };
  throw failure(response, null);
}

function failure(response, body) {
  const { status } = response;
  if (status >= 500 || WORTH_ANOTHER_TRY.has(status)) return new Later(status === 429 ? "busy" : "fault", wait(response));
  if (status === 413) return new Refused(413, body);
  if (!body) return new Later("not_the_server");
  if (status === 401 && body.code in CLOSED) return new Stopped(CLOSED[body.code]);
  return new Refused(status, body);
}

function wait(response) {
  const seconds = Number(response.headers.get("Retry-After"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}
