/** What a form shows beside a text while it is typed: the text itself with what is wrong marked; the findings say why. */

export const TEXTS = { clean: { zh: "未发现不规范的计量单位", en: "no unit to object to" } };

/**
 * @param {any} record as it was judged @param {any} figures
 * @param {import("../live.js").Noting} note
 */
export const notes = (record, figures, note) => figures.texts.map(({ result, found }, i) => ({
  ...note(`texts/${i}/text`, result, found.length || !record.texts[i].text ? "" : "clean"),
  ...(found.length ? { passage: passage(record.texts[i].text, found) } : {}),
}));

/** The text in pieces: those that are wrong have the level, and the right form. @param {string} text @param {any[]} found */
function passage(text, found) {
  const characters = Array.from(text);
  const between = (from, to) => characters.slice(from, to).join("");
  const pieces = [];
  let reached = 0;
  for (const { start, end, level, right } of found) {
    const from = Math.max(start, reached);
    pieces.push({ text: between(reached, from) }, { text: between(from, end), level, right });
    reached = end;
  }
  return [...pieces, { text: between(reached, characters.length) }].filter((piece) => piece.text);
}
