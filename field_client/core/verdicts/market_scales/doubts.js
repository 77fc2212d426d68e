/** What is usual for a scale and for goods weighed on it. @type {import("../doubts.js").Rule[]} */
export const DOUBTS = [
  ...["zero", "weighings/*", "eccentricity/*", "repeatability/*", "key_test/*", "discrimination/*"].map((test) => (
    { at: `instruments/*/${test}/indication`, of: `instruments/*/${test}/load`, least: "0.5", most: "2" })),
  { at: "instruments/*/e", of: "instruments/*/max", least: "0", most: "0.02" },
  { at: "instruments/*/price/*/weight_kg", from: "0", to: "1000" },
  { at: "retail/*/checked_g", of: "retail/*/settled_g", least: "0.5", most: "2" },
];
