/**
 * The import pages: progress that moves while a file is worked on, and a word before a file too large is sent.
 * Without this script the page asks for itself anew, and the server refuses the file.
 */

const WAIT = 700;

/**
 * Show how far an import is until it has ended, then show the page of its result.
 * @param {HTMLElement} place holds a progress element and its text; data-progress is the address to ask
 */
async function follow(place) {
  const bar = /** @type {HTMLProgressElement} */ (place.querySelector("progress"));
  const text = /** @type {HTMLElement} */ (place.querySelector("[role=status]"));
  for (;;) {
    const state = await ask(String(place.dataset.progress));
    if (state?.finished) return location.reload();
    if (state) {
      text.textContent = state.text;
      if (state.total) [bar.max, bar.value] = [state.total, state.done];
      else bar.removeAttribute("value");
    }
    await new Promise((resolve) => setTimeout(resolve, WAIT));
  }
}

/**
 * @param {string} address
 * @returns {Promise<{finished: boolean, text: string, done: number, total: number} | null>} null when nobody answered
 */
async function ask(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, cache: "no-store" });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/**
 * Say at once that a file is too large, and keep it from being sent.
 * @param {HTMLFormElement} form
 */
function guard(form) {
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input[type=file]"));
  const message = /** @type {HTMLElement} */ (form.querySelector("[data-too-large]"));
  const tooLarge = () => (input.files?.[0]?.size ?? 0) > Number(input.dataset.most);
  const tell = () => {
    message.textContent = tooLarge() ? String(message.dataset.tooLarge) : "";
    message.hidden = !tooLarge();
    input.classList.toggle("is-invalid", tooLarge());
  };
  input.addEventListener("change", tell);
  form.addEventListener("submit", (event) => {
    if (!tooLarge()) return;
    event.preventDefault();
    tell();
    input.focus();
  });
}

const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-progress]"));
if (place) follow(place);
const form = /** @type {HTMLFormElement | null} */ (document.querySelector("[data-import-form]"));
if (form) guard(form);
