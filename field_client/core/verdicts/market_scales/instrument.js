/** One scale: plate, verification, seal, zero, weighings, eccentricity, repeatability, discrimination, keys, price. */
import { judgeChecklist } from "../checklist.js";
import { exact, plain } from "../quantities.js";
import { FAIL, NOT_JUDGED, PASS, UNDETERMINED, worst } from "../verdicts.js";
import { judgeVerification } from "../verification.js";
import { judgeDiscrimination } from "./discrimination.js";
import { judgePlate } from "./plate.js";
import { judgePrice } from "./price.js";
import { judgeRepeatability } from "./repeatability.js";
import { IN_SERVICE, Scale } from "./scale.js";
import { NO_ERROR, Weighing } from "./weighing.js";

export const MOST_INSTRUMENTS = 2000;
const MOST_ROWS = 200;
const SEALS = { intact: PASS, broken: FAIL, missing: FAIL };

/**
 * The figures of one instrument row; its verdict is the worst of its parts.
 * @param {import("../judgement.js").Judgement} judgement @param {import("../reading.js").Reading} instrument
 * @param {string} stage @param {import("./weights.js").Weights} weights
 */
export function judgeInstrument(judgement, instrument, stage, weights) {
  const scale = new Scale(instrument);
  judgePlate(judgement, scale);
  const [zero, zeroFigure] = judgeZero(judgement, instrument, scale);
  const read = (name) => instrument.rows(name, MOST_ROWS).map((row) => new Weighing(judgement, row, scale, zero));
  const [weighings, eccentricity, repeated, keyed] = ["weighings", "eccentricity", "repeatability", "key_test"].map(read);
  const figures = {
    serial: instrument.text("serial"),
    verdict: NOT_JUDGED,
    zero: zeroFigure,
    weighings: judgeRows(judgement, scale, stage, weighings),
    eccentricity: judgeRows(judgement, scale, stage, eccentricity),
    repeatability: judgeRepeatability(judgement, scale, stage, repeated),
    discrimination: judgeDiscrimination(judgement, instrument, scale),
    key_test: judgeKeys(judgement, instrument, scale, stage, keyed),
    price: judgePrice(judgement, instrument),
  };
  instrument.rows("eccentricity", MOST_ROWS).forEach((row, i) => {
    figures.eccentricity[i].position = row.text("position");
  });
  const checks = [
    // one that is being verified need not have a verification yet
    judgeVerification(judgement, instrument, stage === IN_SERVICE),
    judgeSeal(judgement, instrument),
    weights.judge(judgement, scale, stage, [...weighings, ...eccentricity, ...repeated]),
    judgeChecklist(judgement, instrument, "instrument"),
  ];
  figures.verdict = worst([...results(figures), ...checks]);
  return figures;
}

/** The limit of 0.25 e belongs to the zero-setting device and is the same at every stage. */
function judgeZero(judgement, instrument, scale) {
  const row = instrument.part("zero");
  if (!row) return [NO_ERROR, null];
  const { error } = new Weighing(judgement, row, scale);
  const limit = exact(judgement.rows("zero")[0].limit_e).times(scale.e);
  const result = error.judged(limit);
  const values = { limit, unit: scale.unit };
  if (result === FAIL) judgement.find("zero_error_exceeds", row.at, { error: error.text(), ...values }, { table: "zero" });
  else if (result === UNDETERMINED) judgement.find("changeover_needed", row.at, { interval: error.text(), ...values });
  return [error, { error: error.value(), limit: plain(limit), result }];
}

function judgeRows(judgement, scale, stage, rows) {
  return rows.map((weighing) => {
    const limit = scale.mpe(judgement, weighing.load, stage);
    return weighing.figure(limit, judgeWeighing(judgement, scale, weighing, limit));
  });
}

function judgeWeighing(judgement, { unit }, { corrected, load, at }, limit) {
  const result = corrected.judged(limit);
  if (result === FAIL) {
    judgement.find("error_exceeds_mpe", at, { load, unit, error: corrected.text(), mpe: limit }, { table: "mpe" });
  } else if (result === UNDETERMINED) {
    judgement.find("changeover_needed", at, { interval: corrected.text(), limit, unit });
  }
  return result;
}

/** With a standard weight on the pan no key may move the indication out of the limit. */
function judgeKeys(judgement, instrument, scale, stage, rows) {
  const given = instrument.rows("key_test", MOST_ROWS);
  return rows.map((weighing, i) => {
    const keys = given[i].text("keys");
    const limit = scale.mpe(judgement, weighing.load, stage);
    const result = weighing.corrected.judged(limit);
    if (result === FAIL) {
      const { load, indication } = weighing;
      judgement.find("suspected_cheating", weighing.at, { keys: keys ?? "", load, indication, unit: scale.unit });
    }
    return { keys, ...weighing.figure(limit, result) };
  });
}

function judgeSeal(judgement, instrument) {
  const seal = instrument.choice("seal", Object.keys(SEALS));
  if (seal === null) return NOT_JUDGED;
  if (SEALS[seal] === FAIL) judgement.find(`seal_${seal}`, instrument.path("seal"));
  return SEALS[seal];
}

function results({ zero, repeatability, weighings, eccentricity, discrimination, key_test: keys, price }) {
  const figures = [zero, repeatability, ...weighings, ...eccentricity, ...discrimination, ...keys, ...price];
  return figures.filter(Boolean).map(({ result }) => result);
}
