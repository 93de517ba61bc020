/**
 * Builds an element from nodes and text only, so that no text is ever parsed as markup.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, string|boolean>} [attributes] `true` sets an empty attribute, `false` none
 * @param {...(Node|string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/**
 * A stroked 24 × 24 icon in the text's colour.
 * @param {string} path SVG path data
 * @param {string} part
 * @returns {SVGSVGElement}
 */
export function icon(path, part) {
  const node = (/** @type {string} */ tag) => document.createElementNS("http://www.w3.org/2000/svg", tag);
  const svg = /** @type {SVGSVGElement} */ (node("svg"));
  const line = node("path");
  const attributes = { viewBox: "0 0 24 24", "aria-hidden": "true", part, class: part };
  for (const [name, value] of Object.entries(attributes)) svg.setAttribute(name, value);
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/**
 * @param {string} css
 * @returns {CSSStyleSheet}
 */
export function styleSheet(css) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
