/** What a button of a visit does: done once when a finger taps twice, and told in the head of the page when the disk does not take it. */
import { isSecond } from "./taps.js";

/**
 * An act whose failure stays in the head of the page, by its name, until it has been done.
 * @param {import("./inspection.js").Inspection} inspection @param {string} label @param {() => any} act
 * @param {string} [of] what it is done to, where several things have acts of one name: a later act on the same thing takes the place of an earlier one
 * @returns {() => Promise<void>}
 */
export function told({ app, id }, label, act, of = label) {
  const key = `${id} ${of}`;
  const again = async () => {
    try {
      await act();
      app.saved(key);
    } catch (error) {
      app.unsaved(key, { label, error, again });
    }
  };
  return again;
}

/**
 * An act that is not done again before it has been done, nor by the second tap of one finger.
 * @param {() => Promise<any>} act
 * @returns {(event?: MouseEvent) => Promise<void>}
 */
export function once(act) {
  let doing = false;
  return async (event) => {
    if (doing || (event?.detail && isSecond())) return;
    doing = true;
    try {
      await act();
    } finally {
      doing = false;
    }
  };
}
