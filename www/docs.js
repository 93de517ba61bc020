// The page of the documentation: its language, its looks, and the list of all articles.

import { turnsDark } from "./demo-theme.js";

/** @typedef {import("./help-search.js").HelpSearchElement} HelpSearchElement */

const TEXTS = {
  en: { title: "helpdex documentation", language: "Language", dark: "Dark", ask: "What do you want to do?", label: "Search the documentation", paste: "Paste an error message to find what it means.", contents: "Contents" },
  es: { title: "Documentación de helpdex", language: "Idioma", dark: "Oscuro", ask: "¿Qué quieres hacer?", label: "Buscar en la documentación", paste: "Pega un mensaje de error para saber qué significa.", contents: "Contenido" },
  pl: { title: "Dokumentacja helpdex", language: "Język", dark: "Ciemny", ask: "Co chcesz zrobić?", label: "Szukaj w dokumentacji", paste: "Wklej komunikat o błędzie, aby sprawdzić, co znaczy.", contents: "Spis treści" },
};

/** Articles that open the sections, in the order in which a reader needs them. */
const OPENING = ["install", "embed", "theme", "article-fields", "hosting", "import", "contact", "report", "audiences", "javascript", "error-article"];

const page = document.documentElement;
const search = /** @type {HelpSearchElement} */ (document.querySelector("help-search"));
const language = /** @type {HTMLSelectElement} */ (document.querySelector("#language"));
const contents = /** @type {HTMLElement} */ (document.querySelector("#contents"));

const asked = new URLSearchParams(location.search);
const wanted = asked.get("lang") ?? navigator.language.slice(0, 2);
const lang = /** @type {keyof typeof TEXTS} */ (Object.hasOwn(TEXTS, wanted) ? wanted : "en");
const texts = /** @type {Record<string, string>} */ (TEXTS[lang]);

page.lang = lang;
language.value = lang;
document.title = texts.title;
for (const node of document.querySelectorAll("[data-text]")) node.textContent = texts[node.getAttribute("data-text") ?? ""];
contents.setAttribute("aria-label", texts.contents);
search.lang = lang;

turnsDark(/** @type {HTMLElement} */ (document.querySelector("#theme")));
language.addEventListener("change", () => {
  location.assign(`?lang=${language.value}${location.hash}`);
});

/**
 * A link within the page shows the article at once; with a modifier key it is a link like any other.
 * @param {MouseEvent} event
 * @param {string} id
 */
function show(event, id) {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  search.scrollIntoView({ block: "start" });
  search.openArticle(id);
}

/**
 * @param {string} name
 * @param {[string, string][]} articles
 */
function section(name, articles) {
  const heading = document.createElement("h2");
  heading.textContent = name;
  const list = document.createElement("ul");
  for (const [id, title] of articles) {
    const link = document.createElement("a");
    link.href = `?lang=${lang}#help-article=${id}`;
    link.textContent = title;
    link.addEventListener("click", (event) => show(event, id));
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  const whole = document.createElement("section");
  whole.append(heading, list);
  return whole;
}

const listed = await fetch("./docs-contents.json");
/** @type {Record<string, Record<string, [string, string][]>>} */
const all = await listed.json();
const sections = Object.entries(all[lang] ?? {});
/** @param {[string, [string, string][]]} section */
const place = ([, articles]) => {
  const at = OPENING.findIndex((opens) => articles.some(([id]) => id === opens));
  return at < 0 ? OPENING.length : at;
};
sections.sort((a, b) => place(a) - place(b));
contents.replaceChildren(...sections.map(([name, articles]) => section(name, articles)));

const question = asked.get("q");
if (question) customElements.whenDefined("help-search").then(() => search.search(question));
