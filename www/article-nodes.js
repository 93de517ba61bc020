import { ATTRIBUTES, GLOBAL, TAGS } from "./allowed-markup.js";

/**
 * Builds what articles, answers and steps of trees say of elements and text: no text is ever parsed as
 * markup. The build has cleaned it; what is not allowed is left out here again.
 */

/**
 * Text with markup as the build writes it: a string, or tag, attributes (0: none) and children.
 * @typedef {string | [tag: string, attributes: Record<string, string>|0, ...children: any[]]} ArticleNode
 */

const HEADING = /^h[2-6]$/;
/** Deeper than any article; bounds what a damaged file can make the page do. */
const MAX_DEPTH = 100;

/**
 * @typedef {object} BodyOptions
 * @property {number} headingLevel level of the body's first headings, 2 to 6
 * @property {string} name accessible name of tables without a caption
 */

/**
 * @param {unknown} nodes ArticleNode[]
 * @param {BodyOptions} options
 * @returns {DocumentFragment}
 */
export function renderNodes(nodes, options) {
  const fragment = document.createDocumentFragment();
  /** Levels of the headings above the present place, as the author numbered them. @type {number[]} */
  const outline = [];
  append(fragment, nodes, { ...options, outline, depth: 0 });
  return fragment;
}

/**
 * @param {Node} parent
 * @param {unknown} nodes
 * @param {BodyOptions & { outline: number[], depth: number }} state
 */
function append(parent, nodes, state) {
  if (!Array.isArray(nodes) || state.depth > MAX_DEPTH) return;
  for (const node of nodes) {
    if (typeof node === "string") parent.appendChild(document.createTextNode(node));
    else if (Array.isArray(node) && TAGS.has(node[0])) {
      const made = element(node, state);
      // A picture with neither an address nor words would be an empty frame.
      if (!(made instanceof HTMLImageElement) || made.src || made.alt) parent.appendChild(made);
    }
  }
}

/**
 * @param {any[]} node
 * @param {BodyOptions & { outline: number[], depth: number }} state
 * @returns {Node}
 */
function element([tag, attributes, ...children], state) {
  const made = document.createElement(HEADING.test(tag) ? heading(Number(tag[1]), state) : tag);
  setAttributes(made, tag, attributes);
  append(made, children, { ...state, depth: state.depth + 1 });
  if (made instanceof HTMLImageElement) {
    made.loading = "lazy";
    made.decoding = "async";
    if (!made.hasAttribute("alt")) made.alt = "";
  }
  if (made instanceof HTMLAnchorElement && made.href && made.origin !== location.origin) made.rel = "noopener";
  if (tag === "pre") made.tabIndex = 0;
  return tag === "table" ? scrollable(/** @type {HTMLTableElement} */ (made), state.name) : made;
}

/**
 * @param {HTMLElement} made
 * @param {string} tag
 * @param {unknown} attributes
 */
function setAttributes(made, tag, attributes) {
  if (typeof attributes !== "object" || !attributes) return;
  for (const [name, value] of Object.entries(attributes)) {
    const isKnown = GLOBAL.includes(name) || (Object.hasOwn(ATTRIBUTES, tag) && ATTRIBUTES[tag].includes(name));
    if (isKnown && typeof value === "string" && isLegal(name, value)) made.setAttribute(name, value);
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
function isLegal(name, value) {
  if (name === "href") return isAddress(value, ["http:", "https:", "mailto:", "tel:"]);
  if (name === "src") return isAddress(value, ["http:", "https:"]) || /^data:image\/(png|jpeg|gif|webp)[;,]/i.test(value);
  if (name === "class") return /^language-[\w+#.-]+$/.test(value);
  return true;
}

/**
 * @param {string} value
 * @param {string[]} protocols
 */
function isAddress(value, protocols) {
  return URL.canParse(value, document.baseURI) && protocols.includes(new URL(value, document.baseURI).protocol);
}

/**
 * The element for a heading: below the title, and no level left out, whatever the author's numbers.
 * @param {number} level
 * @param {BodyOptions & { outline: number[] }} state
 * @returns {string}
 */
function heading(level, { outline, headingLevel }) {
  while (outline.length && outline[outline.length - 1] >= level) outline.pop();
  outline.push(level);
  return `h${Math.min(6, headingLevel + outline.length - 1)}`;
}

/**
 * A wide table scrolls by itself, for the keyboard, too.
 * @param {HTMLTableElement} table
 * @param {string} name
 */
function scrollable(table, name) {
  const region = document.createElement("div");
  region.className = "table";
  region.tabIndex = 0;
  region.setAttribute("role", "region");
  region.setAttribute("part", "article-table");
  region.setAttribute("aria-label", table.caption?.textContent || name);
  region.append(table);
  return region;
}
