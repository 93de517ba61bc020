import { h, icon } from "../dom.js";
import { agentTools } from "./agent.js";
import { Feedback } from "./feedback.js";

/** @import { LiveRegion } from "../live-region.js" */
/** @import { Article } from "../engine.js" */
/** @import { Texts } from "../strings/index.js" */
/** @import { AgentActions } from "./agent.js" */
/** @import { FeedbackActions } from "./feedback.js" */

const CHEVRON = "M15 5l-7 7 7 7";

/**
 * @typedef {FeedbackActions & AgentActions & {
 *   texts: Texts,
 *   live: LiveRegion,
 *   body: DocumentFragment,
 *   scroller: Element|null,
 *   asksForFeedback: boolean,
 *   asksForComment: boolean,
 *   isAgent: boolean,
 *   back: () => void,
 * }} ArticleOptions `body`: title and text; `scroller`: what scrolls the article; `isAgent`: whether
 *   the reader answers others, and copies what is found
 */

/**
 * An article in the panel: Back, the article as the reader draws it, and at the end the question
 * whether it helped. What is related opens here, too.
 * @param {Article} article
 * @param {ArticleOptions} options
 * @returns {{ node: HTMLElement, title: HTMLElement, close: () => void }} `title` gets the focus
 */
export function articleView(article, options) {
  const { texts, live, body, back, open } = options;
  const title = /** @type {HTMLElement} */ (body.querySelector("[part~=article-title]"));
  title.id = "article-title";
  const end = h("div", { class: "feedback", part: "feedback" });
  const reader = h("div", { class: "reader", part: "reader" }, body);
  reader.addEventListener("click", (event) => {
    const link = /** @type {Element} */ (event.target).closest("a[data-article-id]");
    const other = article.related.find(({ id }) => id === link?.getAttribute("data-article-id"));
    if (!other || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(other);
  });
  const button = h("button", { type: "button", class: "button-quiet back", part: "back" }, icon(CHEVRON, "chevron"), texts.strings.back);
  button.addEventListener("click", back);
  const node = h("div", { class: "view-article" }, h("div", { class: "bar", part: "reader-bar" }, button), reader,
    h("div", {}, ...(options.isAgent ? agentTools(article, reader, options) : []), end, h("slot", { name: "reader-footer" })));
  const feedback = options.asksForFeedback ? new Feedback(end, texts, live, options) : undefined;
  feedback?.watch(options.scroller);
  return { node, title, close: () => feedback?.destroy() };
}
