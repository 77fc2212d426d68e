/*
 * One schedule of faults, run by the client's own modules in a page of the real server: two tablets of one team work, send, are killed and cut off, and
 * everything that happens follows from the seed. Returns what each tablet made, and how it stands at the end.
 */
async ({ seed, tablets, alone, shared, password }) => {
  const [{ Database, ask }, { append, all }, outbox, manifests, receipts, { enrol }, { run }, { standings, word }, { sha256 }] = await Promise.all([
    import("/field/store/database.js"), import("/field/store/operations.js"), import("/field/store/outbox.js"), import("/field/store/manifests.js"),
    import("/field/store/receipts.js"), import("/field/sync/enrolment.js"), import("/field/sync/run.js"), import("/field/core/standing.js"), import("/field/core/hashes.js"),
  ]);
  const honest = globalThis.faultless ??= globalThis.fetch;
  const FAULTS = ["dropped", "lost", "twice", "cut", "gateway", "portal", "portal_json", "busy", "too_large", "killed_before", "killed_after"];
  const chance = mulberry(seed);
  const below = (n) => Math.floor(chance() * n);
  const seen = Object.fromEntries(FAULTS.map((name) => [name, 0]));
  // Nearly half of all requests fail in a bad place, a tenth in a good one.
  const share = [0.1, 0.25, 0.45][below(3)];

  class Killed extends Error {}
  let faulty = false;
  let onKill = () => {};
  globalThis.fetch = async (address, options) => {
    if (!faulty || chance() >= share) return honest(address, options);
    const fault = FAULTS[below(FAULTS.length)];
    seen[fault] += 1;
    const page = (body, status, type) => new Response(body, { status, headers: { "Content-Type": type } });
    if (fault === "dropped") throw new TypeError("dropped");
    if (fault === "gateway") return page("<h1>502</h1>", 502, "text/html");
    if (fault === "portal") return page("<h1>Welcome</h1>", 200, "text/html");
    if (fault === "portal_json") return page('{"ok": true}', 200, "application/json");
    if (fault === "busy") return page('{"code": "too_many"}', 429, "application/problem+json");
    if (fault === "too_large") return page('{"code": "too_large"}', 413, "application/problem+json");
    if (fault === "killed_before") return onKill();
    const answer = await honest(address, options);
    if (fault === "killed_after") return onKill();
    if (fault === "twice") return honest(address, options);
    if (fault === "cut") return page((await answer.text()).slice(0, 20), answer.status, "application/json");
    throw new TypeError("lost");
  };

  /** One tablet: its database survives what its page does not. */
  class Tablet {
    constructor({ name, username, visits }) {
      Object.assign(this, { name, username, visits: [...visits], begun: new Set(), clock: Date.now() });
      this.database = new Database(name);
      this.born();
    }
    born() {
      this.page = { started: Date.now(), tried: new Set(), tally: { receipts: 0 }, changed() {} };
    }
    add(inspection, drafts, photos = []) {
      this.clock += 1000;
      const sources = { now: () => this.clock, random: () => Uint8Array.from({ length: 10 }, () => below(256)) };
      return append(this.database, { inspection, revision: 1, drafts, photos }, sources);
    }
    async begin(inspection) {
      if (this.begun.has(inspection)) return;
      this.begun.add(inspection);
      await this.add(inspection, [{ kind: "start", body: { date: "2026-03-05" } }, set(["date"], "2026-03-05")]);
    }
    /** One visit from its beginning to its end, with a photo. */
    async work() {
      const inspection = this.visits.shift();
      if (!inspection) return;
      await this.begin(inspection);
      const picture = await this.photo(inspection);
      const { sha256: name, bytes, mime } = picture;
      await this.add(inspection, [{ kind: "photo", body: { sha256: name, size: bytes.byteLength, mime, width: 32, height: 24, caption: "", path: null } }], [picture]);
      await this.add(inspection, [set(["stage"], "in_service")]);
      await this.add(inspection, [{ kind: "finish", body: { operations: 4 } }]);
    }
    async photo(inspection) {
      // A comment behind the start of the picture makes each one different.
      const plain = Uint8Array.from(atob(JPEG), (one) => one.charCodeAt(0));
      const text = new TextEncoder().encode(`${seed} ${this.name} ${inspection}`);
      const bytes = new Uint8Array([...plain.slice(0, 2), 0xff, 0xfe, 0, text.length + 2, ...text, ...plain.slice(2)]);
      return { sha256: await sha256(bytes), bytes: bytes.buffer, mime: "image/jpeg", thumbnail: null };
    }
    /** One exchange with the server. A killed page writes nothing more, and a new one opens the database. */
    async exchange(bad) {
      faulty = bad;
      const database = this.database;
      const dead = new Promise((_, reject) => {
        onKill = () => {
          reject(new Killed());
          return new Promise(() => {});
        };
      });
      dead.catch(() => {});
      try {
        await Promise.race([run(database, this.page), dead]);
      } catch (error) {
        if (!(error instanceof Killed) && error.reason === undefined && error.status === undefined) throw error;
        if (error instanceof Killed) {
          await database.close();
          this.database = new Database(this.name);
          this.born();
        }
        return false;
      } finally {
        faulty = false;
      }
      return true;
    }
    async stand() {
      const [entries, waiting, known, trouble] = [await all(this.database), await outbox.all(this.database), await manifests.all(this.database), await receipts.troubles(this.database)];
      const words = [...standings(entries, waiting, known).values()].map(word);
      const photos = await this.database.read(["photos"], (t) => ask(t.objectStore("photos").getAllKeys()));
      const device = await this.database.read(["settings"], (t) => ask(t.objectStore("settings").get("device")));
      return { device: device.id, operations: entries.map((one) => JSON.stringify(one.operation)), photos, words, waiting: waiting.length, trouble: trouble.length };
    }
    async end() {
      await this.database.close();
      await new Promise((resolve) => {
        indexedDB.deleteDatabase(this.name).onsuccess = resolve;
      });
    }
  }
  const set = (path, value) => ({ kind: "set", body: { path, value } });

  const both = tablets.map((username, n) => new Tablet({ name: `${seed}-${n}`, username, visits: [...shared, ...alone[n]] }));
  for (const tablet of both) {
    // The server may lose its power here as well.
    const signIn = () => enrol(tablet.database, { username: tablet.username, password, deviceName: tablet.name }).then(() => true, () => false);
    while (!(await signIn()));
    for (const inspection of shared) await tablet.begin(inspection);
    while (!(await tablet.exchange(false)));
  }
  let exchanges = 0;
  for (let step = 0; step < 400 && both.some((one) => one.visits.length); step += 1) {
    const tablet = both[below(2)];
    if (chance() < 0.6) await tablet.work();
    else exchanges += Number(await tablet.exchange(true)) || 1;
  }
  for (let step = 0; step < 6; step += 1) await both[below(2)].exchange(true);
  // The network comes back for good.
  let rounds = 0;
  for (; rounds < 20; rounds += 1) {
    const went = [];
    for (const tablet of both) went.push(await tablet.exchange(false));
    const standing = await Promise.all(both.map((one) => one.stand()));
    if (went.every(Boolean) && standing.every((one) => one.words.every((each) => each === "verified"))) break;
  }
  const found = await Promise.all(both.map((one) => one.stand()));
  for (const tablet of both) await tablet.end();
  return { tablets: found, seen, rounds, exchanges };

  function mulberry(state) {
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  }
}
