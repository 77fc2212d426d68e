/**
 * The rescue file: everything that has no receipt, to be carried to the office by hand.
 * `{"format": "fair-scale-rescue/1", "device", "inspector", "epoch", "made_at", "clock_offset_ms", "operations": […], "photos": [{"sha256", "mime", "base64"}], "proof"}`
 */
import { sha256 as hash } from "../core/hashes.js";
import { proof } from "../core/proofs.js";
import { ask } from "../store/database.js";

export const FORMAT = "fair-scale-rescue/1";

/**
 * @param {import("../store/database.js").Database} database
 * @param {{everything?: boolean}} [choice] everything kept here, sent or not
 * @returns {Promise<{blob: Blob, operations: number, photos: number}>}
 */
export async function rescueFile(database, { everything = false } = {}) {
  const { settings, entries, names } = await database.read(["settings", "operations", "outbox", "photos"], async (transaction) => {
    const store = (name) => transaction.objectStore(name);
    const [keys, values] = await Promise.all([ask(store("settings").getAllKeys()), ask(store("settings").getAll())]);
    const [waiting, all, photos] = await Promise.all([
      ask(store("outbox").getAllKeys()), ask(store("operations").getAll()), ask(store("photos").getAllKeys()),
    ]);
    const wanted = new Set(waiting);
    return {
      settings: Object.fromEntries(keys.map((key, i) => [key, values[i]])),
      entries: all.filter((one) => everything || wanted.has(one.id)).sort((a, b) => a.seq - b.seq),
      names: photos.filter((sha256) => everything || wanted.has(sha256)),
    };
  });
  const [said, texts] = [head(settings), entries.map((one) => JSON.stringify(one.operation))];
  /** @type {BlobPart[]} */
  const parts = [`${JSON.stringify(said).slice(0, -1)},"operations":[${texts.join(",")}],"photos":[`];
  // A blob need not stay in memory, as the texts of 300 photos would.
  for (const [i, sha256] of names.entries()) parts.push(i ? "," : "", new Blob([await photo(database, String(sha256))]));
  const { token } = settings;
  const proven = token && (await proof(token, { ...said, operations: await Promise.all(texts.map(hash)), photos: names }));
  parts.push(proven ? `],"proof":"${proven}"}` : "]}");
  return { blob: new Blob(parts, { type: "application/json" }), operations: entries.length, photos: names.length };
}

function head(settings) {
  return {
    format: FORMAT,
    device: settings.device?.id ?? null,
    inspector: settings.inspector?.id ?? null,
    epoch: settings.epoch ?? null,
    made_at: new Date().toISOString(),
    clock_offset_ms: settings.clock_offset_ms ?? null,
  };
}

async function photo(database, sha256) {
  const { bytes, mime } = await database.read(["photos"], (transaction) => ask(transaction.objectStore("photos").get(sha256)));
  return JSON.stringify({ sha256, mime, base64: base64(new Uint8Array(bytes)) });
}

function base64(bytes) {
  const size = 0x6000;
  let text = "";
  for (let i = 0; i < bytes.length; i += size) text += btoa(String.fromCharCode(...bytes.subarray(i, i + size)));
  return text;
}
