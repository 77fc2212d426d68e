/** What is usual for a package and its product. @type {import("../doubts.js").Rule[]} */
export const DOUBTS = [
  { at: "packages/*/net", of: "product/nominal", least: "0.1", most: "10" },
  { at: "packages/*/gross", of: "product/nominal", least: "0.1", most: "20" },
  { at: "packages/*/tare", of: "packages/*/gross", least: "0", most: "0.9" },
  ...["packages/*/gross", "packages/*/tare", "tare/values/*"].map((at) => ({ at, step_of: "balance/d" })),
  { at: "tare/values/*", of: "product/nominal", least: "0", most: "10" },
  { at: "density", from: "0.5", to: "3" },
  { at: "label/character_height_mm", from: "0.5", to: "100" },
];
