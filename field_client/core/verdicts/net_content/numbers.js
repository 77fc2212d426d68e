/** The numbers of the packages in their lot, by which the second stage of the draw chose them. */
import { Reading } from "../reading.js";
import { MOST_PACKAGES } from "./plan.js";

/** Ask where the `number` of a package stands twice; one that is not in the lot is refused. @param {import("../judgement.js").Judgement} judgement */
export function findNumbers(judgement) {
  const packages = judgement.record.items("packages", MOST_PACKAGES);
  if (!packages.some((one) => Object.hasOwn(one, "number"))) return;
  const size = Number(judgement.record.part("lot").get("size"));
  const seen = new Set();
  packages.forEach((one, i) => {
    const number = new Reading(one, `packages/${i}`).whole("number", 1, size);
    if (number === null) return;
    if (seen.has(number)) judgement.find("package_twice", `packages/${i}/number`, { number: String(number) });
    seen.add(number);
  });
}
