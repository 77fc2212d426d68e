/** What is usual for spectacles. @type {import("../doubts.js").Rule[]} */
const lens = (side) => [
  ...["ordered", "measured"].map((power) => ({ at: `spectacles/*/${side}/${power}/sph`, from: "-25", to: "25" })),
  ...["sph", "cyl", "add"].map((power) => ({ at: `spectacles/*/${side}/measured/${power}`, step: "0.01" })),
  { at: `spectacles/*/${side}/measured/axis`, step: "0.5" },
  { at: `spectacles/*/${side}/measured/add`, of: `spectacles/*/${side}/ordered/add`, apart: "1" },
  { at: `spectacles/*/pd/${side}`, from: "20", to: "45" },
  { at: `spectacles/*/centres/${side}`, of: `spectacles/*/pd/${side}`, apart: "10" },
];

export const DOUBTS = [
  ...["right", "left"].flatMap(lens),
  { at: "spectacles/*/vertical_difference/mm", from: "-10", to: "10" },
  { at: "instruments/*/readings/*/indicated", of: "instruments/*/readings/*/nominal", apart: "2" },
];
