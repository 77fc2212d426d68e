/** An instrument of the shop: its verification, and its readings against the limits of its kind. */
import { pick } from "../bands.js";
import { exact, plain } from "../quantities.js";
import { FAIL, NOT_JUDGED, passes, worst } from "../verdicts.js";
import { judgeVerification } from "../verification.js";

export const MOST_INSTRUMENTS = 500;
const MOST_READINGS = 200;
const POWER = "power";
const QUANTITIES = [POWER, "prism", "zero", "pupillary_distance"];
const within = [-1000, 1000];

/** `kind`, `serial`, `verdict`, `readings` {`error`, `limit`, `result`}. @param {import("../judgement.js").Judgement} judgement @param {import("../reading.js").Reading} instrument */
export function judgeInstrument(judgement, instrument) {
  const kind = instrument.text("kind", { required: true, longest: 50 });
  instrument.text("certificate");
  const known = judgement.rows("kinds").filter((row) => row.kind === kind);
  const verification = judgeVerification(judgement, instrument, known.some((row) => row.mandatory));
  const given = instrument.rows("readings", MOST_READINGS);
  const readings = given.map((row) => judgeReading(judgement, row, kind, known.some((one) => one.readings_judged)));
  const verdict = worst([verification, ...readings.map(({ result }) => result)]);
  return { kind, serial: instrument.text("serial"), verdict, readings };
}

/** Without a table for the kind, or beyond its end, the error is shown and not judged. */
function judgeReading(judgement, row, kind, judged) {
  const quantity = row.choice("quantity", QUANTITIES) ?? POWER;
  const nominal = row.quantity("nominal", { required: true, signed: true, within });
  const error = row.quantity("indicated", { required: true, signed: true, within }).minus(nominal);
  const band = judged ? pick(judgement.rows(kind), nominal.absolute(), { quantity }) : null;
  if (!band) return { error: plain(error), limit: null, result: NOT_JUDGED };
  const { limit } = band;
  const result = passes(error.absolute().isAtMost(exact(limit)));
  if (result === FAIL) judgement.find("instrument_error", row.at, { nominal, error, limit }, { table: kind });
  return { error: plain(error), limit, result };
}
