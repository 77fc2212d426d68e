/**
 * SHA-256 (FIPS 180-4) for many short messages.
 *
 * A draw hashes every object by itself. WebCrypto answers each message through a promise, which costs several times
 * the hash itself (measured: README.md), and exists on secure origins only; this runs wherever the page runs.
 */

const ROUND = new Int32Array(64);
const START = new Int32Array(8);
fillConstants();

const words = new Int32Array(64);
const state = new Int32Array(8);
const tail = new Uint8Array(128);
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * @param {Uint8Array} bytes the message
 * @returns {string} its hash as 64 lower-case hexadecimal characters
 */
export function sha256(bytes) {
  const length = bytes.length;
  const whole = length - (length % 64);
  state.set(START);
  for (let offset = 0; offset < whole; offset += 64) block(bytes, offset);
  const left = length - whole;
  const tailLength = left < 56 ? 64 : 128;
  tail.fill(0, left, tailLength);
  for (let i = 0; i < left; i += 1) tail[i] = bytes[whole + i];
  tail[left] = 0x80;
  writeLength(length, tailLength);
  block(tail, 0);
  if (tailLength === 128) block(tail, 64);
  return hex();
}

/** The first 32 bits of the fractional parts of the roots of the first primes, by exact integer roots. */
function fillConstants() {
  for (let prime = 2, found = 0; found < 64; prime += 1) {
    if (!isPrime(prime)) continue;
    ROUND[found] = Number(BigInt.asIntN(32, root(BigInt(prime) << 96n, 3n)));
    if (found < 8) START[found] = Number(BigInt.asIntN(32, root(BigInt(prime) << 64n, 2n)));
    found += 1;
  }
}

function isPrime(number) {
  for (let divisor = 2; divisor * divisor <= number; divisor += 1) if (number % divisor === 0) return false;
  return true;
}

/** The largest integer whose `degree`-th power is at most `value`. */
function root(value, degree) {
  let low = 0n;
  let high = 1n << 40n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** degree <= value) low = middle;
    else high = middle;
  }
  return low;
}

function writeLength(length, end) {
  const high = Math.floor(length / 0x20000000);
  const low = (length << 3) >>> 0;
  for (let i = 0; i < 4; i += 1) {
    tail[end - 8 + i] = (high >>> (24 - 8 * i)) & 255;
    tail[end - 4 + i] = (low >>> (24 - 8 * i)) & 255;
  }
}

function block(data, start) {
  for (let i = 0, at = start; i < 16; i += 1, at += 4) {
    words[i] = (data[at] << 24) | (data[at + 1] << 16) | (data[at + 2] << 8) | data[at + 3];
  }
  for (let i = 16; i < 64; i += 1) {
    const x = words[i - 15];
    const y = words[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
  }
  rounds();
}

function rounds() {
  let [a, b, c, d, e, f, g, h] = [
    state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7],
  ];
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i] + words[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

function hex() {
  let text = "";
  for (let i = 0; i < 8; i += 1) {
    const word = state[i];
    text += HEX[word >>> 24] + HEX[(word >>> 16) & 255] + HEX[(word >>> 8) & 255] + HEX[word & 255];
  }
  return text;
}
