import { h } from "../dom.js";

/** @import { TopQuestion } from "../engine.js" */
/** @import { Offer, Route } from "./route.js" */
/** @import { Texts } from "../strings/index.js" */

/**
 * @typedef {{ offer: Offer, rank: 1|2, query: string, articles: TopQuestion[], form?: HTMLFormElement }} ContactChoice
 */
/**
 * @typedef {object} ContactOptions
 * @property {Texts} texts
 * @property {string} query
 * @property {TopQuestion[]} articles
 * @property {number} headingLevel
 * @property {(choice: ContactChoice) => void} onChoose
 * @property {() => void} onCancel
 */

/**
 * Whom to contact and what will be sent, which can be changed.
 * @param {Route} route
 * @param {ContactOptions} options
 * @returns {HTMLElement}
 */
export function renderContact({ primary, secondary }, { texts: { strings }, query, articles, onChoose, onCancel }) {
  const question = h("textarea", { id: "contact-question", rows: "2", part: "contact-question" });
  question.value = query;
  const offer = (/** @type {Offer|undefined} */ each, /** @type {1|2} */ rank) => {
    if (!each) return [];
    const style = { class: rank === 1 ? "button" : "link", part: rank === 1 ? "button-primary" : "button-secondary" };
    const node = each.href ? h("a", { href: each.href, ...style }, each.label) : h("button", { type: "button", ...style }, each.label);
    node.addEventListener("click", () => {
      const form = each.form ? document.querySelector(each.form) : null;
      onChoose({ offer: each, rank, query: question.value, articles, ...(form instanceof HTMLFormElement && { form }) });
    });
    return [node];
  };
  const cancel = h("button", { type: "button", class: "button-quiet", part: "cancel" }, strings.contactCancel);
  cancel.addEventListener("click", onCancel);
  return h("section", { part: "contact-panel" },
    h("h2", {}, strings.contactTitle),
    h("div", { class: "actions" }, ...offer(primary, 1), ...offer(secondary, 2), cancel),
    h("h3", {}, strings.willSend),
    h("label", { for: "contact-question" }, strings.whatQuestion), question,
    ...(articles.length ? [h("p", {}, strings.whatArticles), h("ul", {}, ...articles.map(({ title }) => h("li", { dir: "auto" }, title)))] : []),
  );
}
