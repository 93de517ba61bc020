/**
 * What the combobox asks its owner to do.
 * @typedef {object} ComboboxActions
 * @property {(text: string, quiet?: boolean) => void} typed the text changed, outside any composition;
 *   quiet: by Escape, after which nothing should open
 * @property {(index: number, newTab: boolean) => void} open an option was chosen
 * @property {() => void} submit Enter without an active option
 * @property {() => boolean} show opens the popup if there is anything to show; false if not
 * @property {() => void} hide
 * @property {() => boolean} visible
 * @property {() => boolean} isMisaimed whether the last press was meant for a row that has moved away
 * @property {() => void} released no option is active any longer
 */

/**
 * Keyboard, pointer and ARIA of an editable combobox with a list popup and manual selection:
 * the focus stays in the field, nothing is active until an arrow key says so.
 */
export class Combobox {
  #field;
  #list;
  #actions;
  /** @type {HTMLElement[]} */
  #options = [];
  #active = -1;

  /**
   * @param {HTMLInputElement} field
   * @param {HTMLElement} list the listbox, in the same root as the field
   * @param {ComboboxActions} actions
   * @param {AbortSignal} signal ends all listeners
   */
  constructor(field, list, actions, signal) {
    this.#field = field;
    this.#list = list;
    this.#actions = actions;
    field.addEventListener("keydown", (event) => this.#keydown(event), { signal });
    field.addEventListener("input", (event) => this.#input(/** @type {InputEvent} */ (event)), { signal });
    field.addEventListener("compositionend", () => actions.typed(field.value), { signal });
    field.addEventListener("click", () => actions.show(), { signal });
    list.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
    list.addEventListener("click", (event) => this.#click(event), { signal });
    list.addEventListener("auxclick", (event) => event.button === 1 && this.#click(event), { signal });
  }

  /** @param {HTMLElement[]} options in the order of the arrow keys; none of them becomes active */
  setOptions(options) {
    this.#options = options;
    this.#activate(-1);
    this.reflect();
  }

  /** @param {HTMLElement[]} options the same ones as before and further ones behind them; what is active stays so */
  addOptions(options) {
    this.#options = options;
    this.reflect();
  }

  /** @returns {number} index of the active option, -1 if none is */
  get active() {
    return this.#active;
  }

  /** @param {number} index of the option to make active again; -1 makes none so */
  restore(index) {
    this.#activate(index);
  }

  /** Says in ARIA whether the list is on screen. */
  reflect() {
    const expanded = this.#actions.visible() && this.#options.length > 0;
    this.#field.setAttribute("aria-expanded", String(expanded));
    if (!expanded) this.#activate(-1);
  }

  /**
   * @param {string} text put into the field as if somebody had typed it
   * @param {boolean} [quiet] whether nothing should open
   */
  type(text, quiet) {
    this.#field.value = text;
    this.#activate(-1);
    this.#actions.typed(text, quiet);
  }

  /** @param {InputEvent} event */
  #input(event) {
    if (event.isComposing) return;
    this.#activate(-1);
    this.#actions.typed(this.#field.value);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const option = /** @type {Element} */ (event.target).closest("[role=option]");
    const index = this.#options.findIndex((each) => each === option);
    if (index < 0 || this.#actions.isMisaimed()) return;
    event.preventDefault();
    this.#actions.open(index, event.button === 1 || event.ctrlKey || event.metaKey);
  }

  /**
   * Keys of a composition belong to the input method; 229 is Safari's last key of one.
   * @param {KeyboardEvent} event
   */
  #keydown(event) {
    if (event.isComposing || event.keyCode === 229) return;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp":
        return this.#arrow(event);
      case "Enter":
        return this.#enter(event);
      case "Escape":
        return this.#escape(event);
      case "Home":
      case "End":
      case "ArrowLeft":
      case "ArrowRight":
        this.#activate(-1);
    }
  }

  /** @param {KeyboardEvent} event */
  #arrow(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const down = event.key === "ArrowDown";
    if (event.altKey) {
      if (down) this.#actions.show();
      else this.#actions.hide();
      return;
    }
    if (!this.#actions.visible() && !this.#actions.show()) return;
    const stops = this.#options.length + 1;
    if (stops > 1) this.#activate(((this.#active + 1 + (down ? 1 : -1) + stops) % stops) - 1);
  }

  /** @param {KeyboardEvent} event */
  #enter(event) {
    if (event.repeat) return;
    event.preventDefault();
    if (this.#active >= 0) this.#actions.open(this.#active, event.ctrlKey || event.metaKey);
    else this.#actions.submit();
  }

  /** @param {KeyboardEvent} event */
  #escape(event) {
    const open = this.#actions.visible();
    if (!open && !this.#field.value) return;
    event.preventDefault();
    event.stopPropagation();
    if (open) this.#actions.hide();
    else this.type("", true);
  }

  /** @param {number} index -1 returns to the field */
  #activate(index) {
    this.#options[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = index;
    const option = this.#options[index];
    if (!option) {
      this.#field.removeAttribute("aria-activedescendant");
      this.#actions.released();
      return;
    }
    option.setAttribute("aria-selected", "true");
    this.#field.setAttribute("aria-activedescendant", option.id);
    this.#reveal(option);
  }

  /**
   * scrollIntoView would scroll the page as well.
   * @param {HTMLElement} option
   */
  #reveal(option) {
    const list = this.#list.getBoundingClientRect();
    const { top, bottom } = option.getBoundingClientRect();
    const margin = 8;
    if (top < list.top + margin) this.#list.scrollTop -= list.top + margin - top;
    if (bottom > list.bottom - margin) this.#list.scrollTop += bottom - list.bottom + margin;
  }
}
