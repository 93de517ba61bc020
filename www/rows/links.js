import { h } from "../dom.js";
import { passageOf } from "./row.js";

/** @import { Hit } from "../engine.js" */
/** @import { RowGroup } from "./listbox.js" */
/** @import { RowParts } from "./row.js" */

/** Rows as a list of headings that are links: a page of results is read and bookmarked like any page. */
export class LinkRows {
  node = h("div", { id: "list", part: "list", class: "list" });
  #level;
  #title;

  /**
   * @param {number} level of the headings of rows; the one above them is one less
   * @param {string} title heading of results
   */
  constructor(level, title) {
    this.#level = level;
    this.#title = title;
  }

  /**
   * @param {RowParts[]} rows
   * @returns {HTMLElement[]} the rows, in order
   */
  draw(rows) {
    this.node.replaceChildren(...(rows.length ? [this.#heading(this.#title)] : []), h("ol", {}));
    return this.append(rows);
  }

  /**
   * @param {RowParts[]} rows to add below those that are there
   * @returns {HTMLElement[]} all rows, in order
   */
  append(rows) {
    this.node.lastElementChild?.append(...rows.map((row) => this.#rowOf(row)));
    return this.elements;
  }

  /**
   * @param {RowGroup[]} groups
   * @returns {HTMLElement[]} the rows of all groups, in order
   */
  drawGroups(groups) {
    this.node.replaceChildren(...groups.flatMap(({ heading, rows }) => [
      this.#heading(heading),
      h("ol", {}, ...rows.map((row) => this.#rowOf(row))),
    ]));
    return this.elements;
  }

  /** @param {Hit[]} hits those on screen, now with passages */
  fillSnippets(hits) {
    this.elements.forEach((row, i) => {
      row.classList.remove("pending");
      if (!hits[i]) return;
      row.lastElementChild?.replaceChildren(...passageOf(hits[i]));
      row.querySelector("a")?.setAttribute("href", hits[i].url);
    });
  }

  /** @returns {HTMLElement[]} the rows, in order */
  get elements() {
    return /** @type {HTMLElement[]} */ (Array.from(this.node.querySelectorAll("li")));
  }

  /** @param {string} text */
  #heading(text) {
    return headingOf(this.#level - 1, { class: "heading", part: "group-title" }, text);
  }

  /** @param {RowParts} row */
  #rowOf({ url, titleNode, rest, dir, isPending }) {
    const link = h("a", { href: url, class: "row-link", part: "option-link" }, titleNode);
    return h("li", { part: "option", class: isPending ? "option pending" : "option", dir }, headingOf(this.#level, { class: "row-heading" }, link), ...rest);
  }
}

/**
 * @param {number} level 1 to 6; more is 6
 * @param {Record<string, string>} attributes
 * @param {...(string|Node)} children
 */
export function headingOf(level, attributes, ...children) {
  return h(/** @type {"h2"} */ (`h${Math.min(6, Math.max(1, level))}`), attributes, ...children);
}
