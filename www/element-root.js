import { directionOf } from "./direction.js";
import { h, styleSheet } from "./dom.js";
import { elementStyles } from "./styles/element.js";

/** By text: elements of one kind share their sheet. @type {Map<string, CSSStyleSheet>} */
const sheets = new Map();

/**
 * Gives an element a shadow tree in place of its children, which are what people without JavaScript use.
 * @param {HTMLElement} host
 * @param {string} lang language of the page
 * @param {string[]} styles besides those that all elements have
 * @param {...(Node|string)} children
 * @returns {{ root: ShadowRoot, frame: HTMLElement, restore(): void }} `restore` shows the element's
 *   own children again
 */
export function fillElement(host, lang, styles, ...children) {
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [elementStyles, ...styles].map((css) => {
    const sheet = sheets.get(css) ?? styleSheet(css);
    sheets.set(css, sheet);
    return sheet;
  });
  const frame = h("div", { class: "frame" }, ...children);
  if (!host.closest("[dir]")) frame.dir = directionOf(lang);
  root.replaceChildren(frame);
  return { root, frame, restore: () => root.replaceChildren(h("slot")) };
}

/**
 * @param {HTMLElement} host
 * @param {string} name without the `help:` before it
 * @param {object} detail
 * @param {boolean} [cancelable]
 * @returns {boolean} false if a listener prevented it
 */
export function tell(host, name, detail, cancelable = false) {
  return host.dispatchEvent(new CustomEvent(`help:${name}`, { bubbles: true, composed: true, cancelable, detail }));
}

/**
 * @param {string|null} attribute
 * @param {number} otherwise
 * @returns {number} 1 to 6
 */
export function headingLevel(attribute, otherwise) {
  const level = Math.trunc(Number(attribute)) || otherwise;
  return Math.min(6, Math.max(1, level));
}

/**
 * @param {number} level 1 to 6; deeper headings are of level 6
 * @param {Record<string, string|boolean>} attributes
 * @param {...(Node|string)} children
 * @returns {HTMLHeadingElement}
 */
export function heading(level, attributes, ...children) {
  return h(/** @type {"h2"} */ (`h${Math.min(6, level)}`), attributes, ...children);
}
