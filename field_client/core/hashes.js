/** SHA-256 as 64 lower-case hexadecimal characters. */

/** @param {string | ArrayBuffer | Uint8Array} content @returns {Promise<string>} */
export async function sha256(content) {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
