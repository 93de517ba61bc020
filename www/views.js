/** @import { Parts, State } from "./parts.js" */

/**
 * What is read in place of the list.
 * @typedef {object} View
 * @property {HTMLElement} node
 * @property {State} state
 * @property {HTMLElement} focus where the focus goes when it opens
 * @property {() => void} [close] called once, when it is left for good
 */
/**
 * The list as it was before something else was read.
 * @typedef {{ state: State, regions: import("./panel.js").Region[], active: number, scrollTop: number }} ListPlace
 */

/** Articles and contact, one above the other over the list; each Back leads to what was there before. */
export class Views {
  #parts;
  /** @type {{ view: View, scrollTop: number }[]} */
  #stack = [];
  /** @type {ListPlace|undefined} */
  #list;

  /** @param {Parts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  get isOpen() {
    return this.#stack.length > 0;
  }

  /** @param {View} view shown now, with the focus in it */
  push(view) {
    const { panel, mode } = this.#parts;
    const below = this.#stack.at(-1);
    if (below) below.scrollTop = panel.view.scrollTop;
    else this.#list = { state: this.#parts.state, regions: panel.shown, active: mode.active, scrollTop: panel.rows.node.scrollTop };
    this.#stack.push({ view, scrollTop: 0 });
    mode.setRows([]);
    this.#showTop();
    view.focus.focus();
  }

  /** Leads back to what was there before, with the focus where it was. */
  pop() {
    const top = this.#stack.pop();
    if (!top) return;
    top.view.close?.();
    if (!this.#stack.length) return this.#showList();
    this.#showTop();
    this.#stack.at(-1)?.view.focus.focus();
  }

  /** Leaves everything: the list is about to show something else. */
  clear() {
    for (const { view } of this.#stack.splice(0)) view.close?.();
    this.#list = undefined;
  }

  /**
   * @param {View} view
   * @param {State} state that it is in from now on
   */
  change(view, state) {
    view.state = state;
    if (this.#stack.at(-1)?.view === view) this.#parts.enter(state);
  }

  #showTop() {
    const { panel, enter } = this.#parts;
    const top = this.#stack.at(-1);
    if (!top) return;
    panel.fill("view", [top.view.node]);
    panel.show("view");
    panel.visible = true;
    panel.view.scrollTop = top.scrollTop;
    enter(top.view.state);
  }

  #showList() {
    const { panel, mode, enter } = this.#parts;
    const { state, regions, active, scrollTop } = /** @type {ListPlace} */ (this.#list);
    panel.fill("view", []);
    panel.show(...regions);
    panel.visible = regions.length > 0;
    enter(state);
    mode.setRows(panel.rows.elements);
    panel.rows.node.scrollTop = scrollTop;
    mode.restore(active);
  }
}
