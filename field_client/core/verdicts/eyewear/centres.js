/**
 * Optical centres: their distance against the pupils', each side by itself, and their difference in height. Weak lenses are
 * judged in prism dioptres, because a focimeter cannot find their centre: prism = cm times dioptres, with the stronger
 * meridian of the stronger lens.
 */
import { pick } from "../bands.js";
import { exact, plain, Rational, sum } from "../quantities.js";
import { FAIL, passes } from "../verdicts.js";
import { PROGRESSIVE } from "./tolerance.js";

const SIDES = ["right", "left"];
const [MM, PRISM] = ["mm", "prism"];
const FARTHEST = 100;
const TEN = Rational.of(10);

/** A limit in mm or in prism dioptres for lenses of the power `strongest`. */
class Limit {
  /** @param {string} kind @param {Rational} value @param {Rational} strongest */
  constructor(kind, value, strongest) {
    Object.assign(this, { kind, value, strongest });
  }

  /** A displacement in the unit of the limit. @param {Rational} millimetres */
  of(millimetres) {
    return this.kind === MM ? millimetres : millimetres.over(TEN).times(this.strongest);
  }

  /** A prismatic effect in the unit of the limit. @param {Rational} prism */
  ofPrism(prism) {
    return this.kind === PRISM ? prism : prism.times(TEN).over(this.strongest);
  }
}

/** `centre_distance` for both sides, `single_side` for each; empty when they cannot be judged. */
export function judgeCentres(judgement, row, design, strongest) {
  const [pd, centres] = [distances(row, "pd"), distances(row, "centres")];
  const sides = SIDES.filter((side) => pd[side] && centres[side]);
  if (!sides.length || !covered(judgement, row, "centres", design, strongest)) return {};
  const limit = limitOf(judgement, "centre_distance", strongest);
  const off = sides.map((side) => limit.of(centres[side].minus(pd[side])));
  const half = new Limit(limit.kind, limit.value.times(exact(judgement.rows("single_side")[0].share)), strongest);
  const singles = sides.map((side, i) => [side, judge(judgement, "single_side", row.path(`centres/${side}`), off[i], half)]);
  const single = { single_side: Object.fromEntries(singles) };
  if (sides.length < SIDES.length) return single;
  return { centre_distance: judge(judgement, "centre_distance", row.path("centres"), sum(off), limit), ...single };
}

/** `vertical_difference`, given in `mm` or as `prism`; empty when it cannot be judged. */
export function judgeVerticalDifference(judgement, row, design, strongest) {
  const given = row.part("vertical_difference");
  if (!given) return {};
  const [millimetres, prism] = [MM, PRISM].map((key) => given.quantity(key, { signed: true, within: [-FARTHEST, FARTHEST] }));
  if (!millimetres && !prism) return {};
  if (!covered(judgement, row, "vertical_difference", design, strongest)) return {};
  const limit = limitOf(judgement, "vertical_difference", strongest);
  const usePrism = !millimetres || (prism && limit.kind === PRISM);
  const deviation = usePrism ? limit.ofPrism(prism) : limit.of(millimetres);
  return { vertical_difference: judge(judgement, "vertical_difference", given.at, deviation, limit) };
}

function distances(row, key) {
  const given = row.part(key);
  if (!given) return {};
  const known = SIDES.filter((side) => given.has(side));
  return Object.fromEntries(known.map((side) => [side, given.quantity(side, { within: [0, FARTHEST] })]));
}

/** Whether a table applies: part 1 of the standard does not cover progressive lenses. */
function covered(judgement, row, key, design, strongest) {
  if (strongest && design !== PROGRESSIVE) return true;
  judgement.find("centres_not_judged", row.path(key));
  return false;
}

function limitOf(judgement, name, strongest) {
  const row = pick(judgement.rows(name), strongest);
  return new Limit(row.limit_kind, exact(row.limit), strongest);
}

function judge(judgement, name, at, deviation, { kind, value }) {
  const result = passes(deviation.absolute().isAtMost(value));
  if (result === FAIL) judgement.find(`${name}_out`, at, { deviation, limit: value, limit_kind: kind }, { table: name });
  return { limit_kind: kind, limit: plain(value), deviation: plain(deviation), result };
}
