/** Power, cylinder, axis and addition of one lens against the tolerances. */
import { exact, plain } from "../quantities.js";
import { FAIL, NOT_JUDGED, passes, UNDETERMINED, worst } from "../verdicts.js";
import { between, readMeasured, readOrdered } from "./lens.js";
import { additionRow, axisRow, powerRow, table } from "./tolerance.js";

/**
 * The ordered power, the figures of the lens and its verdict. A lens that was ordered but not measured, or without the
 * sphere, cylinder, axis or addition that was ordered, is undetermined unless something that was measured already fails.
 * @param {import("../judgement.js").Judgement} judgement @param {import("../reading.js").Reading} lens @param {string} design
 */
export function judgeLens(judgement, lens, design) {
  const ordered = readOrdered(lens);
  const given = readMeasured(lens, ordered);
  const figure = tolerances(judgement, ordered, design);
  if (!given) {
    judgement.find("measurement_missing", lens.path("measured"));
    return { ordered, figure, verdict: UNDETERMINED };
  }
  if (given.missing) judgement.find("measurement_missing", lens.path(`measured/${given.missing}`));
  const measured = given.missing ? given : given.like(ordered);
  const judges = given.missing ? [judgeAddition] : [judgePower, judgeAxis, judgeAddition];
  const missing = [given.missing !== null, ...judges.map((judge) => judge(judgement, lens, design, ordered, measured, figure))];
  const results = [figure.power, figure.axis, figure.add].filter(Boolean);
  return { ordered, figure, verdict: worst([...results, missing.includes(true) ? UNDETERMINED : NOT_JUDGED]) };
}

function tolerances(judgement, ordered, design) {
  const row = powerRow(judgement, design, ordered.strongest, ordered.cyl);
  const figure = { max_abs_meridian: plain(ordered.strongest), meridian_tolerance: row.meridian, cylinder_tolerance: row.cylinder };
  const axis = ordered.cyl.isZero() ? null : axisRow(judgement, design, ordered.cyl);
  if (axis) figure.axis_tolerance = axis.degrees;
  if (ordered.add) figure.add_tolerance = additionRow(judgement, design, ordered.add).addition;
  return figure;
}

/** Both meridians and the cylinder must be within tolerance; nothing is missing. */
function judgePower(judgement, lens, design, ordered, measured, figure) {
  const deviations = measured.meridians.map((got, i) => got.minus(ordered.meridians[i]));
  const cylinder = measured.cyl.minus(ordered.cyl);
  const [first, second] = deviations;
  const worstMeridian = second.absolute().isAbove(first.absolute()) ? second : first;
  const within = (deviation, tolerance) => deviation.absolute().isAtMost(exact(tolerance));
  const meridiansOk = within(worstMeridian, figure.meridian_tolerance);
  const cylinderOk = within(cylinder, figure.cylinder_tolerance);
  const find = (code, deviation, tolerance) =>
    judgement.find(code, lens.path("measured"), { deviation, tolerance }, { table: table("power", design) });
  if (!meridiansOk) find("power_out", worstMeridian, figure.meridian_tolerance);
  if (!cylinderOk) find("cylinder_out", cylinder, figure.cylinder_tolerance);
  figure.meridian_deviations = deviations.map((one) => plain(one));
  figure.cylinder_deviation = plain(cylinder);
  figure.power = passes(meridiansOk && cylinderOk);
  return false;
}

/** Whether an axis that ought to be judged is missing. */
function judgeAxis(judgement, lens, design, ordered, measured, figure) {
  if (figure.axis_tolerance === undefined) return false;
  const without = [[ordered, "ordered"], [measured, "measured"]].find(([power]) => !power.axis);
  if (without) {
    judgement.find("axis_missing", `${lens.path(without[1])}/axis`);
    return true;
  }
  const [tolerance, deviation] = [exact(figure.axis_tolerance), between(measured.axis, ordered.axis)];
  figure.axis_deviation = plain(deviation);
  figure.axis = passes(deviation.isAtMost(tolerance));
  if (figure.axis === FAIL) {
    judgement.find("axis_out", lens.path("measured/axis"), { deviation, tolerance }, { table: table("axis", design) });
  }
  return false;
}

/** Whether an addition that was ordered was not measured. */
function judgeAddition(judgement, lens, design, ordered, measured, figure) {
  if (!ordered.add) return false;
  if (!measured.add) {
    judgement.find("addition_missing", lens.path("measured/add"));
    return true;
  }
  const [tolerance, deviation] = [exact(figure.add_tolerance), measured.add.minus(ordered.add)];
  figure.add_deviation = plain(deviation);
  figure.add = passes(deviation.absolute().isAtMost(tolerance));
  if (figure.add === FAIL) {
    judgement.find("addition_out", lens.path("measured/add"), { deviation, tolerance }, { table: table("addition", design) });
  }
  return false;
}
