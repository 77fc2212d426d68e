/**
 * Reads a .zip of a bundle: stored or deflated files at the top level, and nothing else.
 *
 * Strict on purpose: no paths, no encryption, no second file of a name, no bytes beyond what the table of contents
 * declares, and a checksum for every file.
 */

import { checkNames, checkSize } from "./bundle.js";
import { BundleError, DrawError } from "./notes.js";

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const MAX_COMMENT = 65_535;
const MAX_DIRECTORY = 65_536;
const RATIO_LIMIT = 100;
const RATIO_FROM = 1_000_000;
const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<Map<string, Uint8Array>>} file name to content
 */
export async function readZip(bytes) {
  try {
    const entries = readDirectory(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    checkEntries(entries);
    const files = new Map();
    for (const entry of entries) files.set(entry.name, await readEntry(bytes, entry));
    return files;
  } catch (error) {
    if (error instanceof DrawError) throw error;
    throw new BundleError("zip_damaged", "", { reason: error instanceof Error ? error.name : "?" });
  }
}

function readDirectory(bytes, view) {
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  let at = view.getUint32(end + 16, true);
  if (size > MAX_DIRECTORY) throw new BundleError("zip_hostile");
  if (view.getUint32(end + 4, true) !== 0 || at + size !== end) throw damaged("directory");
  const entries = [];
  for (let i = 0; i < count; i += 1) {
    if (view.getUint32(at, true) !== CENTRAL) throw damaged("directory");
    const nameLength = view.getUint16(at + 28, true);
    entries.push({
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
      name: text(bytes.subarray(at + 46, at + 46 + nameLength)),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (at !== end) throw damaged("directory");
  return entries;
}

function findEnd(view) {
  const last = view.byteLength - 22;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at -= 1) {
    if (view.getUint32(at, true) === END && at + 22 + view.getUint16(at + 20, true) === view.byteLength) return at;
  }
  throw new BundleError("zip_expected");
}

function checkEntries(entries) {
  const names = entries.map(({ name }) => name);
  for (const name of names) {
    if (/[/\\]/.test(name) || ["", ".", ".."].includes(name)) throw new BundleError("file_path", name.slice(0, 100));
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new BundleError("file_twice", twice);
  checkNames(names);
  for (const { name, size, packed } of entries) {
    checkSize(name, size);
    if (size > Math.max(RATIO_FROM, RATIO_LIMIT * packed)) throw new BundleError("zip_hostile", name);
  }
}

async function readEntry(bytes, entry) {
  const { flags, method, name, offset, packed, size } = entry;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if ((flags & 1) !== 0 || (method !== 0 && method !== 8)) throw damaged(name);
  if (view.getUint32(offset, true) !== LOCAL || view.getUint16(offset + 8, true) !== method) throw damaged(name);
  const nameEnd = offset + 30 + view.getUint16(offset + 26, true);
  if (text(bytes.subarray(offset + 30, nameEnd)) !== name) throw damaged(name);
  const start = nameEnd + view.getUint16(offset + 28, true);
  if (start + packed > bytes.length) throw damaged(name);
  const content = bytes.subarray(start, start + packed);
  const data = method === 0 ? content : await inflate(content, size, name);
  if (data.length !== size || crc32(data) !== entry.crc) throw damaged(name);
  return data;
}

/** Unpacks at most `size` bytes: what a file declares bounds what is ever held. */
async function inflate(content, size, name) {
  const target = new Uint8Array(size);
  const reader = new Blob([content]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  let filled = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return target.subarray(0, filled);
    if (filled + value.length > size) {
      await reader.cancel();
      throw new BundleError("zip_hostile", name);
    }
    target.set(value, filled);
    filled += value.length;
  }
}

function crc32(bytes) {
  let value = 0xffffffff;
  for (let i = 0; i < bytes.length; i += 1) value = CRC[(value ^ bytes[i]) & 255] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

function text(bytes) {
  return new TextDecoder("utf-8").decode(bytes);
}

function damaged(reason) {
  return new BundleError("zip_damaged", "", { reason });
}
