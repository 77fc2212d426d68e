/**
 * Puts the check of a draw on every element with `data-bundle-url` (README.md tells what else it may carry).
 */

import { BUNDLE_LIMIT } from "./bundle.js";
import { BundleError, note } from "./notes.js";
import { buildView } from "./view.js";

for (const host of document.querySelectorAll("[data-bundle-url]")) mount(host);

function mount(host) {
  const view = buildView(host, languageOf(host));
  let turn = 0;
  // Started with the page, so that a chosen file can be checked after the network is gone.
  let worker = startWorker();

  function startWorker() {
    const started = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    started.addEventListener("message", ({ data }) => data.turn === turn && show[data.type](data));
    started.addEventListener("error", () => {
      if (turn > 0) view.showUnreadable(note("check_broken", "", { reason: "Worker" }));
      worker = null;
    });
    return started;
  }

  const show = {
    progress: ({ done, total }) => view.showProgress(done, total),
    report: ({ report }) => view.showReport(report),
    unreadable: ({ note: problem }) => view.showUnreadable(problem),
    explanation: ({ explanation }) => view.showExplanation(explanation),
  };

  /** Answers carry the turn they belong to: nothing of an earlier bundle can be mistaken for this one. */
  async function run(load) {
    turn += 1;
    const mine = turn;
    view.showWorking();
    try {
      const bundle = await load();
      if (mine !== turn) return;
      worker ??= startWorker();
      worker.postMessage({ type: "verify", turn, bundle, commitment: host.dataset.commitment }, [bundle]);
    } catch (error) {
      if (mine === turn) view.showUnreadable(error instanceof BundleError ? error.note : note("download_failed"));
    }
  }

  view.onRecompute(() => run(() => download(host.dataset.bundleUrl)));
  view.onFile((file) => run(() => read(file)));
  view.onObject((typed) => worker?.postMessage({ type: "explain", turn, typed }));
}

/** The bundle from its address, given up as soon as it is larger than any bundle a browser may check. */
async function download(address) {
  const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
  if (!answer.ok || answer.body === null) throw new BundleError("download_failed");
  const parts = [];
  let size = 0;
  const reader = answer.body.getReader();
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    size += value.length;
    if (size > BUNDLE_LIMIT) {
      await reader.cancel();
      throw tooLarge();
    }
    parts.push(value);
  }
  return new Blob(parts).arrayBuffer();
}

async function read(file) {
  if (file.size > BUNDLE_LIMIT) throw tooLarge();
  return file.arrayBuffer();
}

function tooLarge() {
  return new BundleError("file_huge", ".zip", { max: BUNDLE_LIMIT });
}

function languageOf(host) {
  const told = host.dataset.lang ?? host.closest("[lang]")?.lang ?? "zh";
  return told.toLowerCase().startsWith("en") ? "en" : "zh";
}
