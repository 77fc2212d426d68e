/** A scale on a serial line of this tablet (Web Serial): chosen by a tap, read until it is let go. */
import * as sics from "../core/scales/mt_sics.js";
import { still } from "../core/scales/readings.js";
import * as yaohua from "../core/scales/xk3190.js";

export const PROTOCOLS = {
  mt_sics: { read: sics.read, ask: sics.ASK, tellsUnit: true },
  xk3190_0: { read: yaohua.readSigned, ask: null, tellsUnit: false },
  xk3190_1: { read: yaohua.readReversed, ask: null, tellsUnit: false },
};
export const SPEEDS = [1200, 2400, 4800, 9600, 19200];
const ASK_MS = 250;
const KEPT = 20;
/** A reading is of now, or it is none. */
export const FRESH_MS = 1500;

/** Whether this browser can read a serial line. */
export const canRead = () => "serial" in navigator;

/** "reading" follows each weight, "closed" the end of the line. `reading` is the latest. */
export class Scale extends EventTarget {
  /** @param {keyof typeof PROTOCOLS} protocol @param {string | null} unit where the protocol tells none @param {number} baudRate */
  constructor(protocol, unit, baudRate) {
    super();
    Object.assign(this, { protocol, unit, baudRate, at: 0, last: [] });
    /** @type {import("../core/scales/readings.js").Reading | null} */
    this.reading = null;
  }

  /** Let the person choose the line, and begin to read. @throws {DOMException} when none was chosen or it cannot be opened */
  async open() {
    this.port = await /** @type {any} */ (navigator).serial.requestPort();
    await this.port.open({ baudRate: this.baudRate });
    this.ending = new AbortController();
    this.asking = this.ask();
    this.running = this.run();
  }

  /** Let the line go; it can be opened again when this is done. */
  async close() {
    this.ending?.abort();
    await this.reader?.cancel().catch(() => {});
    await this.running;
  }

  /** @private */
  async run() {
    let text = "";
    this.reader = this.port.readable.getReader();
    try {
      for (;;) {
        const { value, done } = await this.reader.read();
        if (done) break;
        text += String.fromCharCode(...value);
        const { readings, rest } = PROTOCOLS[this.protocol].read(text);
        text = rest;
        readings.forEach((one) => this.take(one));
      }
    } catch {
      // The cable was pulled: that is the end of the line.
    } finally {
      this.reader.releaseLock();
      this.ending.abort();
      // A line that is still being written to does not close.
      await this.asking;
      await this.port.close().catch(() => {});
      this.reading = null;
      this.dispatchEvent(new Event("closed"));
    }
  }

  /** @private */
  async ask() {
    const { ask } = PROTOCOLS[this.protocol];
    if (!ask) return;
    const writer = this.port.writable.getWriter();
    this.ending.signal.addEventListener("abort", () => writer.abort().catch(() => {}));
    try {
      while (!this.ending.signal.aborted) {
        await writer.write(new TextEncoder().encode(ask));
        await new Promise((resolve) => setTimeout(resolve, ASK_MS));
      }
    } catch {
      // The reading side tells of the end.
    } finally {
      writer.releaseLock();
    }
  }

  /** @private */
  take(reading) {
    this.at = Date.now();
    this.last = [...this.last, { value: reading.value, at: this.at }].slice(-KEPT);
    const { tellsUnit } = PROTOCOLS[this.protocol];
    this.reading = tellsUnit ? reading : { ...reading, unit: this.unit, stable: still(this.last) };
    this.dispatchEvent(new Event("reading"));
  }

  /** The weight that stands still now, if one does. */
  get stable() {
    return this.reading?.stable && Date.now() - this.at < FRESH_MS ? this.reading : null;
  }
}
