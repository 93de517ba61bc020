import { h, icon } from "../dom.js";
import { headingOf } from "../rows/links.js";
import { webAddress } from "../web-address.js";
import { Feedback } from "./feedback.js";

/** @import { LiveRegion } from "../live-region.js" */
/** @import { Article } from "../reader.js" */
/** @import { Texts } from "../strings/index.js" */
/** @import { FeedbackActions } from "./feedback.js" */

const CHEVRON = "M15 5l-7 7 7 7";

/**
 * @typedef {FeedbackActions & {
 *   texts: Texts,
 *   live: LiveRegion,
 *   body: DocumentFragment,
 *   headingLevel: number,
 *   scroller: Element|null,
 *   asksForFeedback: boolean,
 *   asksForComment: boolean,
 *   isAgent: boolean,
 *   back: () => void,
 * }} ArticleOptions `body`: title and text; `scroller`: what scrolls the article; `isAgent`: whether
 *   the reader answers others, and copies what is found
 */

/**
 * An article in the panel: Back, title and text, when it was changed, what is related, and at the
 * end the question whether it helped.
 * @param {Article} article
 * @param {ArticleOptions} options
 * @returns {{ node: HTMLElement, title: HTMLElement, close: () => void }} `title` gets the focus
 */
export function articleView(article, options) {
  const { texts, body, headingLevel } = options;
  const title = /** @type {HTMLElement} */ (body.querySelector("h1,h2,h3,h4,h5,h6") ?? headingOf(headingLevel, {}, article.title));
  if (!title.isConnected && !body.contains(title)) body.prepend(title);
  title.id = "article-title";
  title.tabIndex = -1;
  for (const image of body.querySelectorAll("img")) image.loading = "lazy";
  const end = h("div", { class: "feedback", part: "feedback" });
  const reader = h("article", { class: "reader", part: "reader", "aria-labelledby": "article-title", lang: article.language ?? "", dir: "auto" }, body);
  const updated = article.updated && !reader.querySelector("[part~=updated]");
  const after = h("div", { class: "after" },
    ...(updated ? [h("p", { class: "updated", part: "updated" }, texts.fill("updated", { date: texts.date(/** @type {string} */ (article.updated)) }))] : []),
    ...relatedOf(article, options), ...copyButtons(article, reader, options), end, h("slot", { name: "reader-footer" }));
  const node = h("div", { class: "view-article" }, barOf(article, options), reader, after);
  const feedback = options.asksForFeedback ? new Feedback(end, options.texts, options.live, options) : undefined;
  feedback?.watch(options.scroller);
  return { node, title, close: () => feedback?.destroy() };
}

/**
 * @param {Article} article
 * @param {ArticleOptions} options
 */
function barOf({ url }, { texts: { strings }, back }) {
  const button = h("button", { type: "button", class: "button-quiet back", part: "back" }, icon(CHEVRON, "chevron"), strings.back);
  button.addEventListener("click", back);
  const page = webAddress(url);
  return h("div", { class: "bar", part: "reader-bar" }, button, ...(page ? [h("a", { class: "link", part: "open-full", href: page.href }, strings.openFull)] : []));
}

/**
 * Real links, which a plain click opens here.
 * @param {Article} article
 * @param {ArticleOptions} options
 */
function relatedOf({ related = [] }, { texts: { strings }, headingLevel, open }) {
  if (!related.length) return [];
  const items = related.filter(({ url }) => webAddress(url)).map((other) => {
    const link = h("a", { class: "link", part: "link", href: other.url, dir: "auto" }, other.title);
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(other);
    });
    return h("li", {}, link);
  });
  return [h("section", { class: "related", part: "related" }, headingOf(headingLevel + 1, {}, strings.related), h("ul", {}, ...items))];
}

/**
 * @param {Article} article
 * @param {HTMLElement} reader
 * @param {ArticleOptions} options
 */
function copyButtons({ url }, reader, { isAgent, texts: { strings }, live }) {
  const page = webAddress(url);
  if (!isAgent || !page || !navigator.clipboard) return [];
  const copy = (/** @type {string} */ label, /** @type {() => string} */ text) => {
    const button = h("button", { type: "button", class: "button-quiet", part: "copy" }, label);
    button.addEventListener("click", () => navigator.clipboard.writeText(text()).then(() => live.say(strings.copied), console.warn));
    return button;
  };
  return [h("div", { class: "actions" }, copy(strings.copyLink, () => page.href), copy(strings.copyAnswer, () => reader.innerText))];
}
