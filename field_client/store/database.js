/**
 * The database on this tablet. A write has happened when its transaction is complete and on the disk, not before.
 */
import { MIGRATIONS } from "./migrations.js";

export const NAME = "fair-scale-field";

/** One open connection, opened again when the browser closes it under the page. */
export class Database {
  /** @param {string} [name] @param {typeof MIGRATIONS} [migrations] */
  constructor(name = NAME, migrations = MIGRATIONS) {
    this.name = name;
    this.migrations = migrations;
    /** @type {Promise<IDBDatabase> | null} */
    this.opening = null;
  }

  /** @returns {Promise<IDBDatabase>} */
  connection() {
    this.opening ??= open(this.name, this.migrations, () => {
      this.opening = null;
    });
    return this.opening;
  }

  /**
   * Do `work` in one transaction and return its result once all of it is on the disk.
   * @template T
   * @param {string[]} stores
   * @param {(transaction: IDBTransaction) => T | Promise<T>} work asks only this transaction and waits for nothing else
   * @returns {Promise<T>} rejected, and nothing is written, when any of it fails
   */
  write(stores, work) {
    return this.run(stores, "readwrite", work);
  }

  /**
   * @template T
   * @param {string[]} stores
   * @param {(transaction: IDBTransaction) => T | Promise<T>} work
   * @returns {Promise<T>}
   */
  read(stores, work) {
    return this.run(stores, "readonly", work);
  }

  /** @private */
  async run(stores, mode, work) {
    const transaction = await this.begin(stores, mode);
    const done = completion(transaction);
    let result;
    try {
      result = await work(transaction);
    } catch (error) {
      abort(transaction);
      await done.catch(() => {});
      throw transaction.error ?? error;
    }
    await done;
    return result;
  }

  /** @private */
  async begin(stores, mode) {
    try {
      return (await this.connection()).transaction(stores, mode, { durability: "strict" });
    } catch (error) {
      if (error.name !== "InvalidStateError") throw error;
      this.opening = null;
      return (await this.connection()).transaction(stores, mode, { durability: "strict" });
    }
  }

  async close() {
    if (this.opening) (await this.opening).close();
    this.opening = null;
  }
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
export function ask(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open(name, migrations, closed) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, migrations.length);
    request.onupgradeneeded = (event) => {
      for (const migrate of migrations.slice(event.oldVersion)) migrate(request.result, request.transaction);
    };
    request.onerror = () => {
      closed();
      reject(request.error);
    };
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = closed;
      database.onversionchange = () => {
        database.close();
        closed();
      };
      resolve(database);
    };
  });
}

function completion(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(undefined);
    transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
  });
}

function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // It has ended already; its own error is the one to report.
  }
}
