/**
 * The local database, one function per version, in order. A released one is never changed: what follows is appended.
 * @type {((database: IDBDatabase, transaction: IDBTransaction) => void)[]}
 */
export const MIGRATIONS = [
  function first(database) {
    const operations = database.createObjectStore("operations", { keyPath: "id" });
    operations.createIndex("inspection", "inspection");
    operations.createIndex("seq", ["device", "seq"], { unique: true });
    const outbox = database.createObjectStore("outbox", { keyPath: "id" });
    outbox.createIndex("queue", ["kind", "device", "order"]);
    outbox.createIndex("inspection", "inspection");
    database.createObjectStore("others", { keyPath: "id" }).createIndex("inspection", "inspection");
    database.createObjectStore("photos", { keyPath: "sha256" }).createIndex("inspection", "inspection");
    database.createObjectStore("thumbnails", { keyPath: "sha256" });
    database.createObjectStore("receipts", { keyPath: "id" }).createIndex("trouble", "trouble");
    database.createObjectStore("manifests", { keyPath: ["inspection", "revision", "device"] });
    database.createObjectStore("visits", { keyPath: "inspection" });
    database.createObjectStore("bundles");
    database.createObjectStore("settings");
  },
];
