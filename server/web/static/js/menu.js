// Folds the menu behind a button on narrow screens; without this script it stays open.
(() => {
  const button = document.querySelector(".menu-button");
  const menu = button?.closest("nav");
  if (!button || !menu) return;
  button.hidden = false;
  menu.classList.add("menu-folded");
  button.addEventListener("click", () => {
    button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") === "false"));
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || button.getAttribute("aria-expanded") === "false") return;
    button.setAttribute("aria-expanded", "false");
    button.focus();
  });
})();
