/** The drained weight 沥干物 of solids in a liquid: judged only by a plan that is meant for it. */

/**
 * Whether the plan that judges covers drained weights; a hint with the way of draining where it does not.
 * @param {import("../judgement.js").Judgement} judgement
 */
export function judgeDrained(judgement) {
  if (!judgement.record.part("lot") || judgement.edition("sampling_plan").judged.drained) return true;
  const [{ minutes, tilt_from, tilt_to }] = judgement.rows("draining");
  judgement.find("drained_not_judged", "product/content", { minutes, tilt_from, tilt_to }, { table: "draining" });
  return false;
}
