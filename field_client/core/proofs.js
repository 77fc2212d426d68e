/** The proof in a rescue file that this tablet made it and nobody changed it since: docs/sync.md, "Rescue file". */
import { canonical } from "./canonical.js";

/**
 * HMAC with SHA-256 (RFC 2104) over canonical JSON; the key is the SHA-256 of the token.
 * @param {string} token @param {Record<string, any>} said @returns {Promise<string>} 64 hexadecimal characters
 */
export async function proof(token, said) {
  const encode = (text) => new TextEncoder().encode(text);
  const key = await crypto.subtle.importKey("raw", await crypto.subtle.digest("SHA-256", encode(token)), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const code = new Uint8Array(await crypto.subtle.sign("HMAC", key, encode(canonical(said))));
  return Array.from(code, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
