/** What a form shows beside lenses, centres and readings while they are typed. */
import { worst } from "../verdicts.js";

export const TEXTS = {
  pair: { zh: "本副眼镜", en: "this pair" },
  instrument: { zh: "本台器具", en: "this instrument" },
  power: {
    zh: "子午线 {meridian_deviations}（±{meridian_tolerance}），柱镜 {cylinder_deviation}（±{cylinder_tolerance}）",
    en: "meridians {meridian_deviations} (±{meridian_tolerance}), cylinder {cylinder_deviation} (±{cylinder_tolerance})",
  },
  tolerance: { zh: "允差 ±{meridian_tolerance}，柱镜 ±{cylinder_tolerance}", en: "tolerance ±{meridian_tolerance}, cylinder ±{cylinder_tolerance}" },
  axis: { zh: "轴位 {axis_deviation}°（±{axis_tolerance}°）", en: "axis {axis_deviation}° (±{axis_tolerance}°)" },
  add: { zh: "附加 {add_deviation}（±{add_tolerance}）", en: "addition {add_deviation} (±{add_tolerance})" },
  distance: { zh: "偏差 {deviation}，限值 {limit} {unit}", en: "off by {deviation}, limit {limit} {unit}" },
  reading: { zh: "示值误差 {error}，限值 ±{limit}", en: "error {error}, limit ±{limit}" },
};
const UNITS = { mm: "mm", prism: "Δ" };

/**
 * @param {any} record as it was judged @param {any} figures
 * @param {import("../live.js").Noting} note
 */
export function notes(record, figures, note) {
  const spectacles = figures.spectacles.flatMap((figure, i) => ofSpectacles(`spectacles/${i}`, figure, note));
  const instruments = figures.instruments.flatMap(({ verdict, readings }, i) => [
    note(`instruments/${i}`, verdict, "instrument"),
    ...readings.map((row, j) => note(`instruments/${i}/readings/${j}`, row.result, row.limit === null ? "" : "reading", row)),
  ]);
  return [...spectacles, ...instruments];
}

function ofSpectacles(at, figure, note) {
  const lenses = ["right", "left"].filter((side) => figure[side]).map((side) => lens(`${at}/${side}`, figure[side], note));
  const { centre_distance: centres, vertical_difference: vertical, single_side: single = {} } = figure;
  const distance = (place, row) => note(place, row.result, "distance", { ...row, unit: UNITS[row.limit_kind] });
  return [
    note(at, figure.verdict, "pair"),
    ...lenses,
    ...(centres ? [distance(`${at}/centres`, centres)] : []),
    ...Object.entries(single).map(([side, row]) => distance(`${at}/centres/${side}`, row)),
    ...(vertical ? [distance(`${at}/vertical_difference`, vertical)] : []),
  ];
}

function lens(at, figure, note) {
  const judged = ["power", "axis", "add"].filter((name) => figure[name]);
  const values = { ...figure, meridian_deviations: figure.meridian_deviations?.join(" / ") };
  return note(at, worst(judged.map((name) => figure[name])), judged.length ? judged : "tolerance", values);
}
