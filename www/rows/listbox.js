import { h } from "../dom.js";
import { passageOf } from "./row.js";

/** @import { Hit } from "../engine.js" */
/** @import { RowParts } from "./row.js" */

/**
 * Rows under one heading.
 * @typedef {{ heading: string, rows: RowParts[] }} RowGroup
 */

/** Rows as options of a listbox: the focus stays in the field, and nothing in a row can have it. */
export class ListboxRows {
  /** The listbox. */
  node = h("div", { id: "list", part: "list", class: "list", role: "listbox" });
  /** Going back to the top lays the list out; it mostly is there. */
  #isScrolled = false;

  constructor() {
    this.node.addEventListener("scroll", () => (this.#isScrolled = true));
  }

  /**
   * @param {RowParts[]} rows
   * @returns {HTMLElement[]} the options, in order
   */
  draw(rows) {
    this.node.replaceChildren();
    this.#toTop();
    return this.append(rows);
  }

  /**
   * @param {RowParts[]} rows to add below those that are there
   * @returns {HTMLElement[]} all options, in order
   */
  append(rows) {
    const first = this.node.children.length;
    this.node.append(...rows.map((row, i) => optionOf(row, first + i)));
    return this.#numbered();
  }

  /**
   * @param {RowGroup[]} groups
   * @returns {HTMLElement[]} the options of all groups, in order
   */
  drawGroups(groups) {
    let index = 0;
    this.#toTop();
    this.node.replaceChildren(...groups.map(({ heading, rows }) =>
      h("div", { role: "group", part: "group", "aria-label": heading },
        h("span", { class: "heading", part: "group-title", "aria-hidden": "true" }, heading),
        ...rows.map((row) => optionOf(row, index++)))));
    return this.#numbered();
  }

  /** @param {Hit[]} hits those on screen, now with passages */
  fillSnippets(hits) {
    this.elements.forEach((option, i) => {
      option.classList.remove("pending");
      if (hits[i]) option.lastElementChild?.replaceChildren(...passageOf(hits[i]));
    });
  }

  /** @returns {HTMLElement[]} the options, in order */
  get elements() {
    return /** @type {HTMLElement[]} */ (Array.from(this.node.querySelectorAll("[role=option]")));
  }

  #toTop() {
    if (this.#isScrolled) this.node.scrollTop = 0;
    this.#isScrolled = false;
  }

  #numbered() {
    const options = this.elements;
    options.forEach((option, i) => {
      option.setAttribute("aria-posinset", String(i + 1));
      option.setAttribute("aria-setsize", String(options.length));
    });
    return options;
  }
}

/**
 * @param {RowParts} row
 * @param {number} index
 */
function optionOf({ titleNode, rest, dir, isPending }, index) {
  const state = { class: isPending ? "option pending" : "option", role: "option", "aria-selected": "false" };
  return h("div", { id: `option-${index}`, part: "option", ...state, dir }, titleNode, ...rest);
}
