import { h } from "../dom.js";

/** @import { Texts } from "../strings/index.js" */

/**
 * @param {string} query that found nothing
 * @param {Texts} texts
 */
export function zeroMessage(query, { strings }) {
  const [before, after = ""] = strings.zero.split("{q}");
  return [h("p", { class: "strong" }, before, h("bdi", {}, query), after), h("p", {}, strings.zeroHint)];
}

/**
 * @param {string[]} queries that find something
 * @param {Texts} texts
 * @param {(query: string) => void} ask
 */
export function didYouMean(queries, { strings }, ask) {
  if (!queries.length) return [];
  const buttons = queries.map((query) => {
    const button = h("button", { type: "button", class: "button-quiet", part: "suggestion", dir: "auto" }, query);
    button.addEventListener("click", () => ask(query));
    return button;
  });
  return [h("div", { class: "actions" }, h("span", {}, strings.didYouMean), ...buttons)];
}
