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
  let stop = () => {};
  const end = () => {
    ending.abort();
    stop();
    close();
  };
  (async () => {
    try {
      stop = await open(video);
      const code = await scan(video, ending.signal);
      if (code) {
        end();
        found(code);
      }
    } catch {
      said.textContent = t("camera.none");
    }
  })();
  addEventListener("hashchange", end, { once: true });
  return h("div.camera", {}, video, said, button(t("close"), end));
}
