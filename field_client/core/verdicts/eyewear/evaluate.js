/** Judging an eyewear shop: finished spectacles against their orders, instruments, checklist, look-back. */
import { judgeChecklist } from "../checklist.js";
import { Judgement } from "../judgement.js";
import { judgeLookBack } from "../look_back.js";
import { worst } from "../verdicts.js";
import { judgeInstrument, MOST_INSTRUMENTS } from "./instrument.js";
import { judgeSpectacles, MOST_SPECTACLES } from "./spectacles.js";

/** @param {string} programme @param {unknown} record @param {import("../judgement.js").Tables} tables */
export function evaluate(programme, record, tables) {
  const judgement = new Judgement(programme, record, tables);
  const { record: given } = judgement;
  const spectacles = given.rows("spectacles", MOST_SPECTACLES).map((row) => judgeSpectacles(judgement, row));
  const instruments = given.rows("instruments", MOST_INSTRUMENTS).map((row) => judgeInstrument(judgement, row));
  const others = [judgeChecklist(judgement, given, "object"), judgeLookBack(judgement)];
  const verdicts = [...spectacles, ...instruments].map(({ verdict }) => verdict);
  return judgement.result(worst([...verdicts, ...others]), { spectacles, instruments });
}
