/**
 * The scale on the wire, for the pad: what stands on it, and what was entered from it. A value that a person changes afterwards was not read.
 * @typedef {{protocol: string, frame: string}} Read
 */
import { inUnit } from "../core/scales/readings.js";
import { Scale } from "../device/serial.js";

/** What was taken is entered at once; the same value later was typed. */
const COMMITTED_MS = 5000;

/** "change" follows each weight, and the beginning and the end of the line. */
class Wire extends EventTarget {
  constructor() {
    super();
    /** @type {Scale | null} */
    this.scale = null;
    /** @type {Map<string, Read & {value: string, at: number}>} */
    this.taken = new Map();
  }

  /** @param {any} protocol @param {string | null} unit @param {number} speed */
  async connect(protocol, unit, speed) {
    await this.scale?.close();
    const scale = new Scale(protocol, unit, speed);
    const tell = () => this.dispatchEvent(new Event("change"));
    scale.addEventListener("reading", tell);
    scale.addEventListener("closed", () => {
      if (this.scale === scale) this.scale = null;
      tell();
    });
    await scale.open();
    this.scale = scale;
    tell();
  }

  /** The stable weight for an input, in its unit. @param {HTMLElement} input @returns {string | null} */
  offered(input) {
    const reading = this.scale?.stable;
    return reading && input.dataset.unit ? inUnit(reading, input.dataset.unit) : null;
  }

  /** Remember that an input's value was read. @param {HTMLElement} input @param {string} value */
  take(input, value) {
    const { protocol, reading } = this.scale;
    this.taken.set(input.dataset.path, { value, protocol, frame: reading.frame, at: Date.now() });
  }

  /** What was read for a path, when this value is it. @param {string} path its text @param {any} value @returns {Read | null} */
  readFor(path, value) {
    const taken = this.taken.get(path);
    this.taken.delete(path);
    const fresh = taken?.value === value && Date.now() - taken.at < COMMITTED_MS;
    return fresh ? { protocol: taken.protocol, frame: taken.frame } : null;
  }
}

export const wire = new Wire();
