/** One pair of spectacles: its lenses and where their optical centres sit. */
import { most } from "../quantities.js";
import { worst } from "../verdicts.js";
import { judgeCentres, judgeVerticalDifference } from "./centres.js";
import { judgeLens } from "./powers.js";
import { DESIGNS } from "./tolerance.js";

export const MOST_SPECTACLES = 500;
const SIDES = ["right", "left"];

/** The figures of a pair; rows that could not be judged are absent. @param {import("../judgement.js").Judgement} judgement @param {import("../reading.js").Reading} row */
export function judgeSpectacles(judgement, row) {
  const design = row.choice("design", DESIGNS, { required: true });
  const figure = { number: row.text("number"), verdict: null };
  const lenses = SIDES.flatMap((side) => {
    const lens = row.part(side);
    return lens ? [{ side, ...judgeLens(judgement, lens, design) }] : [];
  });
  for (const lens of lenses) figure[lens.side] = lens.figure;
  const strongest = lenses.length ? most(lenses.map(({ ordered }) => ordered.strongest)) : null;
  Object.assign(figure, judgeCentres(judgement, row, design, strongest));
  Object.assign(figure, judgeVerticalDifference(judgement, row, design, strongest));
  const distances = [figure.centre_distance, figure.vertical_difference, ...Object.values(figure.single_side ?? {})];
  const results = distances.filter(Boolean).map(({ result }) => result);
  figure.verdict = worst([...lenses.map(({ verdict }) => verdict), ...results]);
  return figure;
}
