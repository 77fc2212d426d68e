/**
 * The plan's form: rows that come and go, and a preview that follows what is typed.
 * Without this script the form has two spare rows, and the saved draft shows the preview.
 */

const WAIT = 400;
const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-plan-form]"));
const target = /** @type {HTMLElement} */ (document.querySelector("[data-preview-target]"));

/** Show the buttons that need this script, and take away the spare rows that it replaces, unless somebody was quicker. */
function prepare() {
  for (const spare of form.querySelectorAll("[data-spare]")) {
    const typed = [...spare.querySelectorAll("input")].some((input) => input.value !== input.defaultValue || input === document.activeElement);
    if (!typed) spare.remove();
  }
  for (const button of form.querySelectorAll("[data-add], [data-remove]")) button.hidden = false;
}

/**
 * Add a row at the end of a list and put the cursor into it.
 * @param {string} name "sample" or "left_out"
 */
function addRow(name) {
  const rows = form.querySelector(`[data-rows="${name}"]`);
  const template = form.querySelector(`template[data-template="${name}"]`);
  const place = nextPlace(name);
  const holder = document.createElement("div");
  holder.append(template.content.cloneNode(true));
  for (const element of holder.querySelectorAll("[id], [name], [for]")) {
    for (const attribute of ["id", "name", "for"]) {
      const value = element.getAttribute(attribute);
      if (value) element.setAttribute(attribute, value.replace("__row__", String(place)));
    }
  }
  for (const button of holder.querySelectorAll("[data-remove]")) button.hidden = false;
  const row = holder.querySelector("[data-row]");
  rows.append(row);
  narrow();
  row.querySelector("select, input").focus();
}

/**
 * @param {string} name
 * @returns {number} a row number that no field of the form has
 */
function nextPlace(name) {
  const places = [...form.elements].map((element) => Number((element.name || "").match(`^${name}-(\\d+)-`)?.[1] ?? -1));
  return Math.max(-1, ...places) + 1;
}

/** What a rule is for is asked only of a joint plan, and only among the programmes of the plan. */
function narrow() {
  const ticked = new Set([...form.querySelectorAll("[data-programmes] input:checked")].map((box) => box.value));
  for (const choice of form.querySelectorAll("[data-rule-programmes]")) {
    choice.hidden = ticked.size < 2;
    for (const box of choice.querySelectorAll("input")) {
      const out = ticked.size < 2 || !ticked.has(box.value);
      if (out) box.checked = false;
      box.closest(".form-check").hidden = out;
    }
  }
}

let timer = 0;
let asked = 0;

/** Ask for the preview once typing has paused; an answer that a newer question overtook is dropped. */
function ask() {
  clearTimeout(timer);
  timer = setTimeout(show, WAIT);
}

async function show() {
  const number = ++asked;
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (name !== "csrf_token") fields.append(name, String(value));
  try {
    const answer = await fetch(`${form.dataset.preview}?${fields}`, { headers: { Accept: "text/html" } });
    if (!answer.ok || number !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    target.replaceChildren(...page.body.childNodes);
  } catch {
    // No network: the preview stays as it was; saving tells what is wrong.
  }
}

prepare();
narrow();
form.querySelector("[data-programmes]").addEventListener("change", narrow);
form.addEventListener("click", (event) => {
  const button = /** @type {HTMLElement} */ (event.target).closest("button");
  if (button?.dataset.add) addRow(button.dataset.add);
  if (button && "remove" in button.dataset) {
    button.closest("[data-row]").remove();
    ask();
  }
});
form.addEventListener("input", ask);
form.addEventListener("change", ask);
show();
