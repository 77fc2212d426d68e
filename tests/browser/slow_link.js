/*
 * A day's visits as a tablet holds them at the end of it: each with a record, photos scaled and hashed by the tablet's own worker, and a finish.
 * Returns how many entries and how many bytes of photos were made.
 */
async ({ modules: [{ Database }, { append }, { prepare }], visits, photos, side, seed }) => {
  const database = new Database();
  const set = (path, value) => ({ kind: "set", body: { path, value } });
  const made = { entries: 0, photos: 0, bytes: 0 };
  const chance = dice(seed);
  for (const inspection of visits) {
    const drafts = [{ kind: "start", body: { date: "2026-03-05" } }, set(["date"], "2026-03-05"), set(["stage"], "in_service")];
    for (let row = 0; row < 12; row += 1) {
      const values = { load: "1000", indication: "1000", added: "2.5" };
      for (const [name, value] of Object.entries(values)) drafts.push(set(["instruments", "@r1", "weighings", `@${String(row).padStart(4, "0")}`, name], value));
    }
    await append(database, { inspection, revision: 1, drafts });
    for (let n = 0; n < photos; n += 1) {
      const picture = await prepare(await createImageBitmap(stall()));
      const { sha256, bytes, mime, width, height } = picture;
      const body = { sha256, size: bytes.byteLength, mime, width, height, caption: "", path: null };
      made.bytes += bytes.byteLength;
      await append(database, { inspection, revision: 1, drafts: [{ kind: "photo", body }], photos: [picture] });
    }
    await append(database, { inspection, revision: 1, drafts: [{ kind: "finish", body: { operations: drafts.length + photos + 1 } }] });
    made.entries += drafts.length + photos + 1;
    made.photos += photos;
  }
  await database.close();
  return made;

  /** Something with surfaces, edges, lettering and the grain of a sensor, so that it takes as many bytes as a photo does. */
  function stall() {
    const canvas = new OffscreenCanvas(side, Math.round(side * 0.75));
    const context = canvas.getContext("2d");
    const { width, height } = canvas;
    const colour = () => `hsl(${chance() * 360} ${20 + chance() * 50}% ${20 + chance() * 60}%)`;
    for (let n = 0; n < 160; n += 1) {
      const [x, y] = [chance() * width, chance() * height];
      const shade = context.createLinearGradient(x, y, x + side / 5, y + side / 5);
      shade.addColorStop(0, colour());
      shade.addColorStop(1, colour());
      context.fillStyle = shade;
      context.fillRect(x, y, (chance() * side) / 4, (chance() * side) / 6);
      context.font = `${8 + (chance() * side) / 60}px sans-serif`;
      context.fillStyle = colour();
      context.fillText("公平秤 III 15 kg e=5 g", x, y);
    }
    const pixels = context.getImageData(0, 0, width, height);
    for (let n = 0; n < pixels.data.length; n += 4) {
      const grain = (chance() - 0.5) * 6;
      for (let part = 0; part < 3; part += 1) pixels.data[n + part] += grain;
    }
    context.putImageData(pixels, 0, 0);
    return canvas;
  }

  function dice(state) {
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  }
}
