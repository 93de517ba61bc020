import { h } from "../dom.js";

/** @import { Texts } from "../strings/index.js" */

/**
 * @param {number} total matching articles
 * @param {Texts} texts
 * @param {boolean} isPopup whether the keys of a list work
 */
export function resultsFooter(total, texts, isPopup) {
  const [move, open, close] = texts.strings.keys;
  const keys = h("span", { class: "keys", "aria-hidden": "true" });
  for (const [key, does] of [["↑↓", move], ["↵", open], ["Esc", close]]) keys.append(h("span", {}, h("kbd", { dir: "ltr" }, key), does));
  return [h("span", {}, texts.results(total)), ...(isPopup ? [keys] : [])];
}
