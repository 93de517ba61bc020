import { h } from "./dom.js";

/** @import { TopQuestion } from "./engine.js" */
/** @import { Texts } from "./strings/index.js" */

/**
 * A node of an article: text, or a tag, its attributes (0 for none) and its children.
 * @typedef {string|[tag: string, attributes: Record<string, string>|0, ...children: any[]]} ArticleNode
 */
/**
 * An article as a bundle keeps it for reading.
 * @typedef {object} Article
 * @property {string} id
 * @property {string} title
 * @property {string} url
 * @property {string|null} updated day of the last change, YYYY-MM-DD
 * @property {string} breadcrumbs
 * @property {ArticleNode[]} body
 * @property {TopQuestion[]} related at most three
 * @property {string} [language]
 */

const TAGS = /^(p|h[2-6]|[uo]l|li|d[ltd]|a|strong|em|[bius]|code|pre|kbd|samp|var|su[bp]|mark|small|abbr|[bh]r|blockquote|table|caption|t(head|body|foot|r|h|d)|img|figure|figcaption|details|summary|div|span)$/;
const ATTRIBUTES = /^(href|title|src|alt|width|height|colspan|rowspan|scope|start|type|class|id|lang|dir)$/;

/** What an article needs besides the styles of the panel. */
export const articleStyles = "";

/**
 * An article: title, date, body, related articles and the way to its own page. What is not allowed
 * in the body is left out. A link to a related article has its id in `data-article-id`.
 * @param {Article} record
 * @param {{ texts: Texts, headingLevel: number }} options
 * @returns {DocumentFragment}
 */
export function renderArticle({ title, body, url, updated, related }, { texts, headingLevel }) {
  const { strings } = texts;
  const heading = (/** @type {number} */ level, /** @type {string} */ part, /** @type {string} */ text) => h(/** @type {"h2"} */ (`h${level}`), { part, class: part, tabindex: "-1" }, text);
  const article = h("article", { part: "article", class: "article" }, heading(headingLevel, "article-title", title));
  if (updated) article.append(h("p", { part: "article-updated", class: "updated" }, texts.fill("updated", { date: texts.date(updated) })));
  article.append(h("div", { part: "article-body", class: "article-body" }, ...body.map(nodeOf)));
  const links = related.map(({ id, url, title }) => h("li", {}, h("a", { href: url, "data-article-id": id, part: "article-related-link", class: "link" }, title)));
  if (links.length) article.append(h("nav", { part: "article-related", class: "related", "aria-label": strings.related }, heading(headingLevel + 1, "article-related-title", strings.related), h("ul", {}, ...links)));
  article.append(h("p", {}, h("a", { part: "article-full", class: "link", href: url }, strings.openFull)));
  const fragment = document.createDocumentFragment();
  fragment.append(article);
  return fragment;
}

/**
 * @param {ArticleNode} node
 * @returns {Node|string}
 */
function nodeOf(node) {
  if (typeof node === "string") return node;
  const [tag, attributes, ...children] = node;
  if (!TAGS.test(tag)) return "";
  const allowed = Object.entries(attributes || {}).filter(([name, value]) => ATTRIBUTES.test(name) && (!/^(href|src)$/.test(name) || /^(https?:|mailto:|tel:|\/|#|data:image\/(png|jpeg|gif|webp))/i.test(value)));
  return h(/** @type {"p"} */ (tag), Object.fromEntries(allowed), ...children.map(nodeOf));
}
