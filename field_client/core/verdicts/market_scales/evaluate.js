/** Judging the scales of a market and the goods weighed on them. */
import { judgeChecklist } from "../checklist.js";
import { Judgement } from "../judgement.js";
import { worst } from "../verdicts.js";
import { judgeInstrument, MOST_INSTRUMENTS } from "./instrument.js";
import { judgeRetail } from "./retail.js";
import { STAGES } from "./scale.js";
import { Weights } from "./weights.js";

/** @param {string} programme @param {unknown} record @param {import("../judgement.js").Tables} tables */
export function evaluate(programme, record, tables) {
  const judgement = new Judgement(programme, record, tables);
  const given = judgement.record.rows("instruments", MOST_INSTRUMENTS);
  const stage = judgement.record.choice("stage", STAGES, { required: given.length > 0 });
  const weights = new Weights(judgement);
  const instruments = given.map((instrument) => judgeInstrument(judgement, instrument, stage, weights));
  const retail = judgeRetail(judgement, given, stage);
  const checklist = judgeChecklist(judgement, judgement.record, "object");
  const goods = retail.flatMap(({ result, scale_result: scale }) => (scale ? [result, scale] : [result]));
  const verdicts = [...instruments.map(({ verdict }) => verdict), ...goods, checklist];
  return judgement.result(worst(verdicts), { instruments, retail });
}
