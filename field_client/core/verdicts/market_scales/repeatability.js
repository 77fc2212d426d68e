/** Repeatability (R 76-1 3.6.1): the spread of several weighings of one load, and each of them by itself. */
import { least, most, ZERO } from "../quantities.js";
import { FAIL, NOT_JUDGED, UNDETERMINED, worst } from "../verdicts.js";
import { limitText, Span } from "./weighing.js";

/**
 * `range`, `mpe`, `result`: passes when the range and every single corrected error are within the mpe. Where loads differ
 * the smallest mpe counts. One weighing alone has no range.
 * @param {import("../judgement.js").Judgement} judgement @param {import("./scale.js").Scale} scale @param {string} stage
 * @param {import("./weighing.js").Weighing[]} rows
 */
export function judgeRepeatability(judgement, scale, stage, rows) {
  if (!rows.length) return null;
  const limits = rows.map((row) => scale.mpe(judgement, row.load, stage));
  const limit = limits.includes(null) ? null : least(limits);
  const spread = spreadOf(rows);
  const at = rows[0].at.slice(0, rows[0].at.lastIndexOf("/"));
  const result = spread ? spread.judged(limit) : NOT_JUDGED;
  const { unit } = scale;
  if (result === FAIL) {
    judgement.find("repeatability_exceeds", at, { range: spread.text(), mpe: limit, unit }, { table: "repeatability" });
  } else if (result === UNDETERMINED) {
    judgement.find("changeover_needed", at, { interval: spread.text(), limit, unit });
  }
  findTooFew(judgement, scale, at, rows.length);
  const single = rows.map((row, i) => judgeSingle(judgement, scale, row, limits[i]));
  return {
    range: spread && spread.value(),
    interval: spread && spread.interval(),
    mpe: limitText(limit),
    result: worst([result, ...single.filter((one) => one === FAIL || one === UNDETERMINED)]),
  };
}

/** The least and the greatest range the errors may have; the greatest lies between two weighings, not in one. */
function spreadOf(rows) {
  if (rows.length < 2) return null;
  const [lows, highs] = [rows.map(({ error }) => error.low), rows.map(({ error }) => error.high)];
  const smallest = most(lows).minus(least(highs));
  const [lowest, second] = lows.map((low, place) => ({ low, place })).sort((one, other) => one.low.compare(other.low));
  const greatest = most(highs.map((high, place) => high.minus((place === lowest.place ? second : lowest).low)));
  return new Span(most([smallest, ZERO]), most([greatest, ZERO]));
}

function judgeSingle(judgement, scale, { corrected, load, at }, limit) {
  const result = corrected.judged(limit);
  if (result === FAIL) {
    const values = { load, error: corrected.text(), mpe: limit, unit: scale.unit };
    judgement.find("error_exceeds_mpe", at, values, { table: "mpe" });
  } else if (result === UNDETERMINED) {
    judgement.find("changeover_needed", at, { interval: corrected.text(), limit, unit: scale.unit });
  }
  return result;
}

function findTooFew(judgement, scale, at, weighings) {
  const row = judgement.rows("repeatability").find((one) => one.accuracy_class === scale.accuracyClass);
  if (weighings >= row.weighings) return;
  const values = { weighings: String(weighings), needed: String(row.weighings) };
  judgement.find("too_few_weighings", at, values, { table: "repeatability" });
}
