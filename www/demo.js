import { turnsDark } from "./demo-theme.js";
import { PAGES } from "./demo-texts.js";

/** @typedef {import("./help-search.js").HelpSearchElement} HelpSearchElement */

const page = document.documentElement;
const search = /** @type {HelpSearchElement} */ (document.querySelector("help-search"));
const language = /** @type {HTMLSelectElement} */ (document.querySelector("#language"));
const theme = /** @type {HTMLButtonElement} */ (document.querySelector("#theme"));

/** @param {string} wanted */
function speak(wanted) {
  const lang = /** @type {keyof typeof PAGES} */ (Object.hasOwn(PAGES, wanted) ? wanted : "en");
  const texts = PAGES[lang];
  page.lang = lang;
  page.dir = lang === "ar" ? "rtl" : "ltr";
  language.value = lang;
  document.title = texts.brand;
  /** @type {Record<string, unknown>} */
  const byKey = texts;
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = String(byKey[node.getAttribute("data-text") ?? ""]);
  const plain = /** @type {HTMLInputElement} */ (document.querySelector("#plain"));
  plain.placeholder = texts.placeholder;
  document.querySelector("#articles")?.replaceChildren(...texts.articles.map(([title, url]) => article(title, url)));
  document.querySelector("#examples")?.replaceChildren(...texts.examples.map(example));
  search.lang = lang;
  theme.textContent = texts.dark;
}

/**
 * @param {string} title
 * @param {string} url
 */
function article(title, url) {
  const link = document.createElement("a");
  link.href = url;
  link.dir = "auto";
  link.textContent = title;
  const item = document.createElement("li");
  item.append(link);
  return item;
}

/** @param {string} text */
function example(text) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.addEventListener("click", () => search.search(text));
  return button;
}

turnsDark(theme);
language.addEventListener("change", () => {
  history.replaceState(null, "", `?lang=${language.value}`);
  speak(language.value);
});

const asked = new URLSearchParams(location.search);
speak(asked.get("lang") ?? "en");
const question = asked.get("q");
if (question) customElements.whenDefined("help-search").then(() => search.search(question));
