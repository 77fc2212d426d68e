/**
 * Secrets that open this tablet's page: only a salted slow hash of each is kept (PBKDF2 with HMAC-SHA-256, RFC 8018 section 5.2).
 * @typedef {{salt: Uint8Array, iterations: number, hash: Uint8Array}} Verifier
 */

/** As OWASP's Password Storage Cheat Sheet asks for PBKDF2-HMAC-SHA256. */
export const ITERATIONS = 600_000;
const [SALT_BYTES, HASH_BITS] = [16, 256];

/** @param {string} secret @returns {Promise<Verifier>} what to keep of it */
export async function verifier(secret) {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  return { salt, iterations: ITERATIONS, hash: await hash(secret, salt, ITERATIONS) };
}

/** @param {string} secret @param {Verifier} kept @returns {Promise<boolean>} */
export async function fits(secret, kept) {
  const found = await hash(secret, kept.salt, kept.iterations);
  return found.reduce((difference, byte, i) => difference | (byte ^ kept.hash[i]), found.length ^ kept.hash.length) === 0;
}

async function hash(secret, salt, iterations) {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret.normalize("NFC")), "PBKDF2", false, ["deriveBits"]);
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations }, key, HASH_BITS));
}
