import { h, icon } from "../dom.js";
import { agentTools } from "./agent.js";
import { signInLink } from "./contact.js";
import { countDwell } from "./dwell.js";
import { Feedback } from "./feedback.js";

/** @import { LiveRegion } from "../live-region.js" */
/** @import { Article } from "../engine.js" */
/** @import { Texts } from "../strings/index.js" */
/** @import { View } from "../views.js" */
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
 *   viewed: (dwellSeconds: number|null) => void,
 * }} ArticleOptions `body`: title and text; `scroller`: what scrolls the article; `isAgent`: whether
 *   the reader answers others, and copies what is found; `viewed`: without a number while it is read
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
  const node = h("div", { class: "view-article" }, barOf(texts, back), reader,
    h("div", {}, ...(options.isAgent ? agentTools(article, reader, options) : []), end, h("slot", { name: "reader-footer" })));
  const feedback = options.asksForFeedback ? new Feedback(end, texts, live, options) : undefined;
  feedback?.watch(options.scroller);
  const left = countDwell(options.viewed);
  const close = () => {
    feedback?.destroy();
    left();
  };
  return { node, title, close };
}

/**
 * What stands in the place of an article that the server does not hand out: the way to sign in.
 * @param {unknown} error why it is not there
 * @param {{ title?: string, language?: string }} article
 * @param {HTMLElement} host whose `signin-url` names a page
 * @param {Texts} texts
 * @param {() => void} back
 * @returns {View}
 * @throws the error, if signing in is no cure or the site names no way there
 */
export function refusedView(error, { title, language }, host, texts, back) {
  // The class of the error is another file's.
  const [link] = /** @type {{ code?: unknown }} */ (error).code === "unauthorized" ? signInLink(host, texts) : [];
  if (!link) throw error;
  const heading = title && h("p", { id: "article-title", class: "strong", part: "article-title", dir: "auto", tabindex: "-1", ...(language && { lang: language }) }, title);
  const reader = h("div", { class: "reader", part: "reader" }, ...(heading ? [heading] : []), h("p", {}, link));
  return { node: h("div", { class: "view-article" }, barOf(texts, back), reader), state: "article", focus: heading || link };
}

/**
 * @param {Texts} texts
 * @param {() => void} back
 */
function barOf({ strings }, back) {
  const button = h("button", { type: "button", class: "button-quiet back", part: "back" }, icon(CHEVRON, "chevron"), strings.back);
  button.addEventListener("click", back);
  return h("div", { class: "bar", part: "reader-bar" }, button);
}
