import { Combobox } from "../combobox.js";
import { ListGuard } from "../list-guard.js";

/** @import { Shell } from "../help-search.js" */
/** @import { Mode, ModeActions } from "./mode.js" */

/**
 * The modes `inline` and `dialog`: a combobox with a list that opens and closes.
 * @implements {Mode}
 */
export class PopupMode {
  isPopup = true;
  #combobox;
  #guard;
  #field;

  /**
   * @param {Shell} shell
   * @param {HTMLElement} list the listbox
   * @param {ModeActions} actions
   * @param {AbortSignal} signal ends all listeners
   */
  constructor({ field }, list, actions, signal) {
    this.#field = field;
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    this.#combobox = new Combobox(field, list, {
      ...actions,
      isMisaimed: () => this.#guard.misaimed,
      released: () => this.#guard?.check(),
    }, signal);
    this.#guard = new ListGuard(list, () => this.#combobox.active >= 0, signal);
  }

  get active() {
    return this.#combobox.active;
  }

  /** @param {HTMLElement[]} rows */
  setRows(rows) {
    this.#combobox.setOptions(rows);
  }

  /** @param {HTMLElement[]} rows */
  addRows(rows) {
    this.#combobox.addOptions(rows);
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
    this.#field.focus({ preventScroll: true });
    this.#combobox.restore(index);
  }

  /** @param {string} text */
  type(text) {
    this.#combobox.type(text);
  }

  reflect() {
    this.#combobox.reflect();
  }
}
