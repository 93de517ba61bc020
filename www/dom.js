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
  for (const [name, value] of Object.entries(attributes)) {
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
  const namespace = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(namespace, "svg");
  const line = document.createElementNS(namespace, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("part", part);
  svg.setAttribute("class", part);
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
