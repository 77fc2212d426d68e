/** The camera's picture while a code is looked for. */
import { open } from "../../device/camera.js";
import { scan } from "../../device/scanner.js";
import { button, h } from "../dom.js";
import { t } from "../words.js";

/** @param {(code: string) => void} found @param {() => void} close */
export function scanner(found, close) {
  const video = h("video", { playsinline: true });
  const said = h("p", { role: "status" }, t("find.look"));
  const ending = new AbortController();
  const end = () => {
    ending.abort();
    close();
  };
  (async () => {
    let stop = () => {};
    let code = null;
    try {
      stop = await open(video);
      code = await scan(video, ending.signal);
    } catch {
      said.textContent = t("camera.none");
    }
    // However the search ended, and whenever the camera came.
    stop();
    if (!code || ending.signal.aborted) return;
    end();
    found(code);
  })();
  for (const event of ["hashchange", "locked"]) addEventListener(event, end, { signal: ending.signal });
  return h("div.camera", {}, video, said, button(t("close"), end));
}
