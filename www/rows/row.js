import { directionOf } from "../direction.js";
import { h } from "../dom.js";

/** @import { Hit, Span, TopQuestion } from "../engine.js" */
/** @import { Texts } from "../strings/index.js" */

/**
 * What a row shows of an article. Its accessible name is title, language, breadcrumbs and section: a
 * passage would drown them.
 * @typedef {object} RowParts
 * @property {string} url web address of the article, "" if it has none
 * @property {HTMLElement} titleNode
 * @property {HTMLElement[]} rest path and passage, in the order in which they are read
 * @property {"rtl"|"ltr"|false} dir of the row, if its language is not the page's
 * @property {boolean} isPending whether its passage is still to come
 */

/**
 * @param {Hit} hit
 * @param {Texts} texts
 * @param {string} reader language of the page, "" if it names none; rows in others are labelled
 * @returns {RowParts}
 */
export function hitParts(hit, texts, reader) {
  const { title, url, language, breadcrumbs, highlights } = hit;
  const isForeign = reader !== "" && primary(language) !== primary(reader);
  const text = isForeign ? { lang: language, dir: directionOf(language) } : { lang: language, dir: "auto" };
  const path = [h("span", text, breadcrumbs)];
  if (isForeign) path.unshift(h("span", { part: "option-language", class: "language" }, texts.languageName(language)));
  return {
    url,
    titleNode: h("span", { part: "option-title", class: "title", ...text }, ...marked(title, highlights.title)),
    rest: [h("span", { part: "option-path", class: "path" }, ...path), h("span", { class: "snippet", ...text }, ...passageOf(hit))],
    dir: isForeign && directionOf(language),
    isPending: !hit.snippet,
  };
}

/**
 * @param {TopQuestion} question
 * @returns {RowParts}
 */
export function questionParts({ title, url, breadcrumbs }) {
  return {
    url,
    titleNode: h("span", { part: "option-title", class: "title", dir: "auto" }, title),
    rest: breadcrumbs ? [h("span", { part: "option-path", class: "path" }, h("bdi", {}, breadcrumbs))] : [],
    dir: false,
    isPending: false,
  };
}

/**
 * The heading that the passage stands under runs in, so that it takes no line that was not kept free.
 * @param {Hit} hit
 * @returns {(string|Node)[]}
 */
export function passageOf({ section, snippet, highlights }) {
  const passage = h("span", { part: "option-snippet", "aria-hidden": "true" }, ...marked(snippet, highlights.snippet));
  if (!section.heading) return [passage];
  return [h("span", { part: "option-section", class: "section" }, h("bdi", {}, section.heading)), " ", passage];
}

/**
 * @param {string} text
 * @param {Span[]} spans in order, not overlapping
 * @returns {(string|Node)[]}
 */
function marked(text, spans) {
  const nodes = [];
  let at = 0;
  for (const [start, end] of spans) {
    nodes.push(text.slice(at, start), h("mark", { part: "mark" }, text.slice(start, end)));
    at = end;
  }
  return [...nodes, text.slice(at)];
}

/** @param {string} tag BCP 47 */
function primary(tag) {
  return tag.toLowerCase().split(/[-_]/)[0];
}
