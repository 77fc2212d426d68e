/**
 * What the first page does without. It is fetched when it is opened, or in the quiet after the start, so that a page that stays open has all of
 * one state of the client.
 */
import { prepareAll } from "../core/verdicts/programmes.js";

export const later = {
  overview: () => import("./pages/overview.js"),
  photos: () => import("./pages/photos.js"),
  violations: () => import("./pages/violations.js"),
  consent: () => import("./pages/consent.js"),
  finish: () => import("./pages/finish.js"),
  showing: () => import("./pages/showing.js"),
  drawing: () => import("./pages/drawing.js"),
  records: () => import("./pages/records.js"),
  practice: () => import("./pages/practice.js"),
  help: () => import("./pages/help.js"),
  signIn: () => import("./pages/sign_in.js"),
  exchange: () => import("../sync/run.js"),
};

/** Fetch the rest, one part after the other, whenever nobody is waiting for anything. */
export async function fetchTheRest() {
  for (const fetch of [...Object.values(later), prepareAll]) {
    await quiet();
    await fetch();
  }
}

const quiet = () => new Promise((resolve) => ("requestIdleCallback" in globalThis ? requestIdleCallback(resolve, { timeout: 1000 }) : setTimeout(resolve)));
