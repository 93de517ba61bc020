import { h, icon } from "../dom.js";

/** @import { Hit } from "../engine.js" */
/** @import { Texts } from "../strings/index.js" */

const CROSS = "M6 6l12 12M18 6L6 18";

/**
 * The articles that may answer what is being written. Links open in a new tab, so that the message is
 * not lost.
 * @param {Hit[]} hits whose addresses are pages
 * @param {Texts} texts
 * @param {{ open(hit: Hit, index: number, event: Event): void, dismiss(): void }} actions
 * @returns {HTMLElement}
 */
export function suggestions(hits, texts, { open, dismiss }) {
  const { strings } = texts;
  const close = h("button", { type: "button", class: "dismiss", part: "close", "aria-label": strings.close }, icon(CROSS, "cross"));
  close.addEventListener("click", dismiss);
  const rows = hits.map((hit, index) => {
    const title = h("span", { part: "option-title", dir: "auto", lang: hit.language }, hit.title);
    const path = h("span", { class: "path", part: "option-path" }, h("bdi", {}, hit.breadcrumbs), hit.breadcrumbs ? " · " : "", strings.newTab);
    const link = h("a", { part: "suggest-link", target: "_blank", rel: "noopener", href: hit.url }, title, path);
    link.addEventListener("click", (event) => open(hit, index, event));
    return h("li", {}, link);
  });
  return h("section", { class: "suggest", part: "suggest", "aria-labelledby": "title", lang: texts.language },
    h("p", { id: "title", class: "suggest-title", part: "suggest-title" }, strings.suggestTitle), h("ul", { part: "suggest-list" }, ...rows), close);
}
