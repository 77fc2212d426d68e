/**
 * Which edition of a table of limits judges a record: the one in force on the record's day, or the one that the record's
 * options name. An edition whose numbers are not known (`rows` is null) waits to be filled in; until then the last known
 * edition before it judges. Beside the editions that follow each other there may be `others`: series of editions of other rules,
 * such as those of another country, which no day chooses but a record's options may name.
 * @typedef {{table: string, judged: any, due: any}} Choice `judged` is used, `due` ought to judge; mostly the same
 */
import { RecordError } from "./errors.js";

const KEPT = ["id", "document", "edition", "trust", "from", "to"];

/** The edition as it is written into a result. @param {Choice} choice */
export function entry({ table, judged, due }) {
  const kept = Object.fromEntries(KEPT.map((key) => [key, judged[key]]));
  return { table, ...kept, in_place_of: judged === due ? null : due.id };
}

/**
 * The edition of `table` for a day (ISO date, null for the newest) or by its id.
 * @param {string} table @param {any[]} current @param {string | null} day @param {string | null} wanted @param {string} at
 * @param {any[][]} [others]
 * @returns {Choice}
 */
export function choose(table, current, day, wanted, at, others = []) {
  const editions = wanted === null ? current : seriesOf([current, ...others], wanted, at);
  const place = placeOf(editions, day, wanted);
  const known = editions.slice(0, place + 1).findLast((edition) => edition.rows !== null);
  if (!known) throw new RecordError("no_edition", at, { first: String(editions[0].from) });
  return { table, judged: known, due: editions[place] };
}

function seriesOf(series, wanted, at) {
  const found = series.find((one) => one.some(({ id }) => id === wanted));
  if (!found) throw new RecordError("unknown_edition", at, { choices: series.flat().map(({ id }) => id).join(", ") });
  return found;
}

function placeOf(editions, day, wanted) {
  if (wanted !== null) return editions.findIndex((edition) => edition.id === wanted);
  if (day === null) return editions.length - 1;
  const place = editions.findIndex((edition) => inForce(edition, day));
  if (place < 0) throw new RecordError("no_edition", "date", { first: String(editions[0].from) });
  return place;
}

/** Whether the edition applies on `day`; ISO dates compare as text. @param {any} edition @param {string} day */
export const inForce = (edition, day) => edition.from <= day && (edition.to === null || day <= edition.to);
