/** The button that prints the minutes; without this script the browser's own menu does it. */

const button = /** @type {HTMLButtonElement} */ (document.querySelector("[data-print]"));
button.hidden = false;
button.addEventListener("click", () => window.print());
