/** What is usual for a comparison. @type {import("../doubts.js").Rule[]} */
export const DOUBTS = [
  { at: "comparisons/*/uncertainty", of: "comparisons/*/reference_uncertainty", least: "0.01", most: "100" },
  { at: "certificates/*/signatures", from: "0", to: "6" },
];
