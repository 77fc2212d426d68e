/** Drawn objects appear one after the other in the order of their tickets. Space pauses, the right arrow goes on, End shows all. */

const SLOWEST = 1600;
const FASTEST = 60;
const WHOLE = 60_000;

/**
 * @param {HTMLElement} section with the list, the spotlight and the controls
 * @param {HTMLElement | null} after what is shown once all objects are
 */
export function reveal(section, after) {
  const items = [...section.querySelectorAll("[data-drawn] > li")];
  const spotlight = section.querySelector("[data-spotlight]");
  const controls = section.querySelector("[data-controls]");
  const pause = section.querySelector("[data-pause]");
  const interval = Math.max(FASTEST, Math.min(SLOWEST, WHOLE / items.length));
  let shown = 0;
  let timer = 0;

  for (const hidden of [...items, after]) if (hidden) hidden.hidden = true;
  controls.hidden = spotlight.hidden = false;

  function next() {
    const item = items[shown++];
    item.hidden = false;
    item.classList.add("stage-new");
    spotlight.textContent = [...item.children].map((part) => part.firstElementChild?.textContent ?? part.textContent).join("　");
    item.scrollIntoView({ block: "nearest" });
    if (shown === items.length) finish();
  }

  function finish() {
    stop();
    controls.hidden = true;
    document.removeEventListener("keydown", onKey);
    section.dataset.reveal = "done";
    if (after) after.hidden = false;
  }

  function start() {
    timer = window.setInterval(next, interval);
    pause.textContent = pause.dataset.pauseText;
  }

  function stop() {
    window.clearInterval(timer);
    timer = 0;
    pause.textContent = pause.dataset.continueText;
  }

  function toggle() {
    if (timer) stop();
    else start();
  }

  function all() {
    while (shown < items.length) next();
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    // On a button the space bar presses that button, as everywhere.
    const onButton = /** @type {Element} */ (event.target).closest("button, a, input") !== null;
    if (event.key === " " && !onButton) toggle();
    else if (event.key === "ArrowRight") next();
    else if (event.key === "End") all();
    else return;
    event.preventDefault();
  }

  pause.addEventListener("click", toggle);
  section.querySelector("[data-next]").addEventListener("click", next);
  section.querySelector("[data-all]").addEventListener("click", all);
  document.addEventListener("keydown", onKey);
  if (items.length) start();
  else finish();
}
