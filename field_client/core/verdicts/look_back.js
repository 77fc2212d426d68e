/** Look-back 回头看: whether what an earlier inspection ordered was put right. */
import { RecordError } from "./errors.js";
import { finding, VIOLATION } from "./findings.js";
import { isText } from "./reading.js";
import { FAIL, PASS, worst } from "./verdicts.js";

const CORRECTED = "corrected";
const STATES = [CORRECTED, "not_corrected", "partly"];
const MOST_ITEMS = 500;

/**
 * Judge `look_back` {`of`: an inspection, `items`: {code: state}}; what is only partly corrected is not.
 * @param {import("./judgement.js").Judgement} judgement
 */
export function judgeLookBack(judgement) {
  const lookBack = judgement.record.part("look_back");
  if (!lookBack) return worst([]);
  lookBack.text("of");
  const items = lookBack.part("items");
  if (!items) return worst([]);
  const codes = items.keys();
  if (codes.length > MOST_ITEMS) throw new RecordError("too_many", items.at, { most: String(MOST_ITEMS) });
  return worst(codes.map((code) => judge(judgement, items, code)));
}

function judge(judgement, items, code) {
  if (!isText(code) || code === "" || [...code].length > 100) throw new RecordError("unknown_item", items.at, { item: "" });
  const state = items.choice(code, STATES, { required: true });
  if (state === CORRECTED) return PASS;
  judgement.add(finding("not_corrected", VIOLATION, items.path(code), [], { item: code, state }));
  return FAIL;
}
