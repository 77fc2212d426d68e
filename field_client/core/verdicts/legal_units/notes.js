/** What a form shows beside a text while it is typed; what is wrong in it is told by the findings. */

export const TEXTS = {};

/**
 * @param {any} record as it was judged @param {any} figures
 * @param {import("../live.js").Noting} note
 */
export const notes = (record, figures, note) => figures.texts.map(({ result }, i) => note(`texts/${i}`, result));
