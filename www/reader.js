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

/**
 * Builds an article from nodes; what is not allowed is left out.
 * @param {Article} record
 * @param {{ texts: Texts, headingLevel: number }} options
 * @returns {DocumentFragment}
 */
export function renderArticle({ title, body }, { headingLevel }) {
  const fragment = document.createDocumentFragment();
  const heading = h(/** @type {"h2"} */ (`h${headingLevel}`), { part: "article-title" }, title);
  fragment.append(heading, h("div", { part: "article-body", class: "article-body" }, ...body.map(nodeOf)));
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
