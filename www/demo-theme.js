// The button that turns a demo page dark or light; until it is pressed, the page is as the reader's system.

const page = document.documentElement;

/** Whether the page is dark now. */
function isDark() {
  return (page.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
}

/** @param {HTMLElement} button */
export function turnsDark(button) {
  const tell = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    page.dataset.theme = isDark() ? "light" : "dark";
    tell();
  });
  tell();
}
