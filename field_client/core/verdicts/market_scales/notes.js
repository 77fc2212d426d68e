/** What a form shows beside the measurements of scales while they are typed. */

export const TEXTS = {
  whole: { zh: "本台衡器", en: "this scale" },
  error: { zh: "Ec {value} {unit}，限值 ±{mpe}", en: "Ec {value} {unit}, limit ±{mpe}" },
  zero: { zh: "E₀ {value} {unit}，限值 ±{mpe}", en: "E₀ {value} {unit}, limit ±{mpe}" },
  range: { zh: "极差 {value} {unit}，限值 {mpe}", en: "Range {value} {unit}, limit {mpe}" },
  discrimination: { zh: "加 {extra} {unit} 后应不小于 {expected}", en: "with {extra} {unit} more at least {expected}" },
  fine: { zh: "该秤在此处的最大允许误差 {scale_mpe_g} g", en: "mpe of the scale here {scale_mpe_g} g" },
  price: { zh: "应为 {expected}", en: "should be {expected}" },
  shortage: { zh: "少 {shortage_g} g，允许 {allowed_g} g", en: "short by {shortage_g} g, allowed {allowed_g} g" },
};

/**
 * @param {any} record as it was judged @param {any} figures
 * @param {import("../live.js").Noting} note
 */
export function notes(record, figures, note) {
  const instruments = figures.instruments.flatMap((figure, i) => ofInstrument(`instruments/${i}`, record.instruments[i].unit, figure, note));
  const retail = figures.retail.flatMap((row, i) => [
    note(`retail/${i}`, row.result, row.allowed_g === null ? "" : "shortage", row),
    ...(row.scale_result ? [note(`retail/${i}/instrument`, row.scale_result, row.scale_mpe_g === null ? "" : "fine", row)] : []),
  ]);
  return [...instruments, ...retail];
}

function ofInstrument(at, unit, figure, note) {
  const measured = (place, key, value, limit, result) => note(place, result, limit === null ? "" : key, { value, unit, mpe: limit });
  const { zero, repeatability } = figure;
  const rows = ["weighings", "eccentricity", "key_test"].flatMap((name) =>
    figure[name].map((row, i) => measured(`${at}/${name}/${i}`, "error", row.corrected_error ?? span(row.interval), row.mpe, row.result)));
  return [
    note(at, figure.verdict, "whole"),
    ...(zero ? [measured(`${at}/zero`, "zero", zero.error ?? "?", zero.limit, zero.result)] : []),
    ...rows,
    ...(repeatability ? [repeated(`${at}/repeatability`, repeatability, measured)] : []),
    ...figure.discrimination.map((row, i) => note(`${at}/discrimination/${i}`, row.result, "discrimination", { ...row, unit })),
    ...figure.price.map((row, i) => note(`${at}/price/${i}`, row.result, "price", row)),
  ];
}

const repeated = (at, { range, interval, mpe, result }, measured) =>
  measured(at, "range", range ?? span(interval), range === null && interval === null ? null : mpe, result);

const span = (interval) => interval && interval.join(" ~ ");
