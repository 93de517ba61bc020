import { labelsOf } from "./bundle.js";
import { h } from "./dom.js";
import { ElementBase } from "./element.js";
import { HelpSearchElement, shellSheet } from "./help-search.js";

/** Attributes that say something of the button, not of what it opens. */
const OWN = /^(for|id|class|slot|hidden)$/;

/**
 * `<help-launcher>`: a button that opens the search in a dialog. Its children are a link for people
 * without JavaScript; the button takes over the link's text.
 *
 * Attributes: `for`, the id of a `<help-search>` to open; without it, the launcher makes one of mode
 * `dialog` and hands all its other attributes on to it.
 */
export class HelpLauncherElement extends ElementBase {
  /** @type {HelpSearchElement|undefined} */
  #own;

  connectedCallback() {
    if (this.shadowRoot) return;
    const text = this.textContent?.trim() || labelsOf(this)[0];
    const button = h("button", { type: "button", part: "button", class: "button" }, text);
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [shellSheet()];
    root.append(button, h("slot", { name: "search" }));
    button.onclick = () => this.open();
    button.onpointerenter = button.onfocus = () => this.#search().preload();
    this.#search();
  }

  /**
   * @param {string} [text] question to ask at once
   */
  open(text) {
    this.#search().open(text);
  }

  /** @returns {HelpSearchElement} */
  #search() {
    const named = document.getElementById(this.getAttribute("for") ?? "");
    return named && "open" in named ? /** @type {HelpSearchElement} */ (named) : (this.#own ??= this.#create());
  }

  #create() {
    const search = new HelpSearchElement();
    for (const { name, value } of this.attributes) if (!OWN.test(name)) search.setAttribute(name, value);
    search.setAttribute("mode", "dialog");
    search.slot = "search";
    this.append(search);
    return search;
  }
}
