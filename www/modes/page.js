import { ListGuard } from "../list-guard.js";

export { LinkRows } from "../rows/links.js";

/** @import { Shell } from "../help-search.js" */
/** @import { Mode, ModeActions } from "./mode.js" */

/**
 * The mode `page`: a page of results, whose address holds the question. While one types, the address
 * of the present entry of the history follows; a question that has settled becomes an entry of its
 * own, so that Back leads to the one before it.
 * @implements {Mode}
 */
export class PageMode {
  isPopup = false;
  #field;
  #list;
  #name;
  #actions;
  #guard;
  /** @type {HTMLElement[]} */
  #rows = [];
  /** What the present entry of the history asked before one typed. */
  #entry;

  /**
   * @param {Shell} shell
   * @param {HTMLElement} list
   * @param {ModeActions} actions
   * @param {AbortSignal} signal ends all listeners
   * @param {string} name of the parameter of the address
   */
  constructor({ field, host }, list, actions, signal, name) {
    this.#field = field;
    this.#list = list;
    this.#name = name;
    this.#actions = actions;
    this.#guard = new ListGuard(list, () => false, signal);
    this.#entry = this.#asked();
    if (this.#entry) field.value = this.#entry;
    field.addEventListener("input", (event) => /** @type {InputEvent} */ (event).isComposing || this.#typed(), { signal });
    field.addEventListener("compositionend", () => this.#typed(), { signal });
    field.addEventListener("keydown", (event) => this.#keydown(event), { signal });
    list.addEventListener("click", (event) => this.#click(event), { signal });
    host.addEventListener("help:search", (event) => this.#settled(/** @type {CustomEvent} */ (event).detail.query), { signal });
    addEventListener("popstate", () => this.#returned(), { signal });
  }

  get active() {
    const { activeElement } = /** @type {ShadowRoot} */ (this.#list.getRootNode());
    return this.#rows.findIndex((row) => row.contains(activeElement));
  }

  /** @param {HTMLElement[]} rows */
  setRows(rows) {
    this.#rows = rows;
  }

  /** @param {HTMLElement[]} rows */
  addRows(rows) {
    this.#rows = rows;
  }

  /** @param {() => void} move */
  whenFree(move) {
    this.#guard.whenFree(move);
  }

  drop() {
    this.#guard.drop();
  }

  /** @param {number} index */
  restore(index) {
    (this.#rows[index]?.querySelector("a") ?? this.#field).focus();
  }

  /** @param {string} text */
  type(text) {
    this.#field.value = text;
    this.#typed();
  }

  reflect() {}

  #typed() {
    history.replaceState(history.state, "", this.#address(this.#field.value));
    this.#actions.typed(this.#field.value);
  }

  /** @param {string} query */
  #settled(query) {
    if (query === this.#entry) return;
    history.replaceState(history.state, "", this.#address(this.#entry));
    history.pushState(null, "", this.#address(query));
    this.#entry = query;
  }

  #returned() {
    this.#entry = this.#asked();
    if (this.#entry === this.#field.value) return;
    this.#field.value = this.#entry;
    this.#actions.typed(this.#entry);
  }

  #asked() {
    return new URL(location.href).searchParams.get(this.#name) ?? "";
  }

  /** @param {string} query */
  #address(query) {
    const url = new URL(location.href);
    if (query) url.searchParams.set(this.#name, query);
    else url.searchParams.delete(this.#name);
    return url;
  }

  /** @param {KeyboardEvent} event */
  #keydown(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter") {
      event.preventDefault();
      this.#actions.submit();
    } else if (event.key === "Escape" && this.#field.value) {
      event.preventDefault();
      this.type("");
    }
  }

  /**
   * A plain click goes through the owner, who may show the article here; the browser does the rest.
   * @param {MouseEvent} event
   */
  #click(event) {
    const row = this.#rows.findIndex((each) => each.contains(/** @type {Node} */ (event.target)));
    const link = /** @type {Element} */ (event.target).closest("a");
    if (row < 0 || !link) return;
    event.preventDefault();
    if (!this.#guard.misaimed) this.#actions.open(row, event.ctrlKey || event.metaKey || event.shiftKey);
  }
}
