/** A comparison with the results of all its laboratories: outliers by Grubbs, the weighted mean, and En against it. */
import { RecordError } from "../errors.js";
import { exact, plain, Rational, root, rounded, sum } from "../quantities.js";
import { FAIL, NOT_JUDGED, PASS, worst } from "../verdicts.js";
import { FORMS, INDEPENDENT, normalised, referenceCounts, SATISFACTORY, UNSATISFACTORY } from "./comparisons.js";

const MOST_GROUPS = 100;
const MOST_LABORATORIES = 200;
const LEAST_LABORATORIES = 2;
const ONE = Rational.of(1);

/**
 * The figures of each group, and the verdict on the result of the body itself (`own`). `reference` and `reference_uncertainty`
 * (expanded) are the weighted mean of all but the outlier; each of `laboratories` has `grubbs`, `outlier`, `en`, `result`.
 * @param {import("../judgement.js").Judgement} judgement @returns {[any[], string]}
 */
export function judgeGroups(judgement) {
  const judged = judgement.record.rows("comparison_groups", MOST_GROUPS).map((row) => judge(judgement, row));
  return [judged.map(([figure]) => figure), worst(judged.map(([, verdict]) => verdict))];
}

function judge(judgement, row) {
  const item = row.text("item");
  const form = row.choice("form", FORMS, { required: true });
  const own = row.text("own");
  const laboratories = row.rows("laboratories", MOST_LABORATORIES).map((one) => read(one, own));
  if (laboratories.length < LEAST_LABORATORIES) {
    throw new RecordError("too_few", row.path("laboratories"), { least: String(LEAST_LABORATORIES) });
  }
  if (own !== null && !laboratories.some((one) => one.own)) {
    throw new RecordError("not_a_choice", row.path("own"), { choices: laboratories.map(({ name }) => name ?? "").join(", ") });
  }
  const squares = grubbs(laboratories);
  const outlier = outlierOf(judgement, row, laboratories, squares);
  const kept = laboratories.filter((one) => one !== outlier);
  const weights = sum(kept.map(weight)).reduced();
  const reference = sum(kept.map((one) => weight(one).times(one.value))).over(weights).reduced();
  const square = ONE.over(weights).reduced();
  const judged = laboratories.map((one, i) => {
    const counts = referenceCounts(judgement, one === outlier ? INDEPENDENT : form);
    const of = one.uncertainty.times(one.uncertainty).plus(counts.times(square));
    if (of.n <= 0n) throw new RecordError("uncertainty_impossible", one.row.path("uncertainty"));
    const { limit, en, within } = normalised(judgement, one.value.minus(reference), of);
    if (one.own && !within) judgement.find("comparison_unsatisfactory", one.row.at, { en, limit }, { table: "comparison" });
    const figure = {
      name: one.name, grubbs: squares[i] && plain(root(squares[i], 3)), outlier: one === outlier, en,
      result: within ? SATISFACTORY : UNSATISFACTORY,
    };
    return { figure, verdict: one.own ? (within ? PASS : FAIL) : NOT_JUDGED };
  });
  const figure = {
    item, reference: plain(rounded(reference, 6)), reference_uncertainty: plain(root(square, 6)),
    laboratories: judged.map((one) => one.figure),
  };
  return [figure, worst(judged.map(({ verdict }) => verdict))];
}

/** One result with its expanded uncertainty; `own` is the body that is inspected. */
function read(row, own) {
  const name = row.text("name");
  return {
    row,
    name,
    value: row.quantity("value", { required: true, signed: true }),
    uncertainty: row.quantity("uncertainty", { required: true, positive: true }),
    own: name !== null && name === own,
  };
}

/** The weight up to the square of the coverage factor, which all results share. */
const weight = ({ uncertainty }) => ONE.over(uncertainty.times(uncertainty));

/** The squares of G: how many standard deviations a result lies from the mean; null where all are alike. */
function grubbs(laboratories) {
  const n = laboratories.length;
  const mean = sum(laboratories.map(({ value }) => value)).over(Rational.of(n)).reduced();
  const off = laboratories.map(({ value }) => value.minus(mean)).map((one) => one.times(one).reduced());
  const variance = sum(off).over(Rational.of(n - 1)).reduced();
  return off.map((one) => (variance.isZero() ? null : one.over(variance).reduced()));
}

/** The one result that lies farthest, when it lies beyond the critical value; the test is made once. */
function outlierOf(judgement, row, laboratories, squares) {
  const n = laboratories.length;
  const known = judgement.rows("outlier").find((one) => one.laboratories === n);
  if (!known) judgement.find("outlier_not_tested", row.path("laboratories"), { laboratories: String(n) }, { table: "outlier" });
  if (!known || squares.includes(null)) return null;
  const farthest = squares.reduce((best, one, i) => (one.isAbove(squares[best]) ? i : best), 0);
  const critical = exact(known.critical);
  if (squares[farthest].isAtMost(critical.times(critical))) return null;
  const values = { grubbs: plain(root(squares[farthest], 3)), critical };
  judgement.find("comparison_outlier", laboratories[farthest].row.at, values, { table: "outlier" });
  return laboratories[farthest];
}
