import { h, icon, styleSheet } from "./dom.js";
import { panelStyles } from "./styles/panel.js";

/** @import { Shell } from "./help-search.js" */
/** @import { LinkRows } from "./rows/links.js" */
/** @import { ListboxRows } from "./rows/listbox.js" */
/** @import { Texts } from "./strings/index.js" */

/** Between field and panel, and between panel and window. */
const MARGIN_PX = 20;
const CROSS = "M6 6l12 12M18 6L6 18";

/** What the field needs only once somebody types. */
const FIELD = [["autocapitalize", "none"], ["spellcheck", "false"], ["enterkeyhint", "search"]];

/** @type {CSSStyleSheet|undefined} */
let panelSheet;
/** Those that come later, by their text. @type {Map<string, CSSStyleSheet>} */
const viewSheets = new Map();

/** @typedef {"urgent"|"message"|"note"|"list"|"more"|"footer"|"view"} Region */

/**
 * What is under the field: regions one above the other, filled by the modules of `states/`. It
 * decides nothing.
 */
export class Panel {
  /** @type {ListboxRows|LinkRows} */
  rows;
  status = h("div", { class: "status", part: "status", role: "status" });
  clear = h("button", { part: "clear", class: "clear", type: "button", hidden: true }, icon(CROSS, "cross"));
  close = h("button", { part: "close", class: "close", type: "button" }, icon(CROSS, "cross"));
  #shell;
  #isPopup;
  #sheet = new CSSStyleSheet();
  #room = -1;
  #banner = h("div", { class: "banner", part: "banner", hidden: true });
  /** @type {Record<Region, HTMLElement>} */
  #regions;
  /** Where the regions are, focusable so that a click into a text does not send the focus to the field. */
  node = h("div", { part: "panel", class: "panel", tabindex: "-1", hidden: true });

  /**
   * @param {Shell} shell
   * @param {Texts} texts
   * @param {ListboxRows|LinkRows} rows
   */
  constructor(shell, texts, rows) {
    this.#shell = shell;
    this.rows = rows;
    this.#isPopup = shell.host.getAttribute("mode") !== "page";
    const region = (/** @type {string} */ name, part = name) => h("div", { class: name, part, hidden: true });
    this.#regions = {
      urgent: region("urgent"), message: region("message"), note: region("note"), list: rows.node,
      more: region("more"), footer: region("footer"), view: region("view"),
    };
    rows.node.hidden = true;
    rows.node.setAttribute("aria-label", texts.strings.list);
    if (!this.#isPopup) rows.node.setAttribute("role", "region");
    this.clear.setAttribute("aria-label", texts.strings.clear);
    this.close.setAttribute("aria-label", texts.strings.close);
    this.node.lang = texts.language;
    this.node.append(this.#banner, ...Object.values(this.#regions));
    this.#attach();
  }

  #attach() {
    const { root, box, field, frame, dialog } = this.#shell;
    for (const [name, value] of FIELD) field.setAttribute(name, value);
    panelSheet ??= styleSheet(panelStyles);
    root.adoptedStyleSheets.push(panelSheet, this.#sheet);
    box.append(this.clear);
    (dialog || !this.#isPopup ? frame : box).append(this.node);
    if (dialog) frame.prepend(this.close);
    frame.append(this.status);
  }

  /** Takes away what the constructor added. */
  detach() {
    const { root } = this.#shell;
    for (const node of [this.node, this.clear, this.close, this.status]) node.remove();
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== panelSheet && sheet !== this.#sheet);
  }

  get visible() {
    return !this.node.hidden;
  }

  set visible(visible) {
    const wasVisible = this.visible;
    const isEmpty = Array.from(this.node.children).every((region) => /** @type {HTMLElement} */ (region).hidden);
    this.node.hidden = isEmpty || (this.#isPopup && !visible);
    // Measuring lays out; what is open already moves with the window only.
    if (!wasVisible) this.fit();
  }

  /** Keeps the panel above the bottom of the window, or above the keyboard of a phone. */
  fit() {
    if (!this.visible) return;
    const { field } = this.#shell;
    const { height, offsetTop } = visualViewport ?? { height: innerHeight, offsetTop: 0 };
    const room = Math.floor(height + offsetTop - field.getBoundingClientRect().bottom - MARGIN_PX);
    if (room === this.#room) return;
    this.#room = room;
    this.#sheet.replaceSync(`:host{--_room:${room}px;--_window:${Math.floor(height)}px;--_window-top:${Math.floor(offsetTop)}px}`);
  }

  /** @param {boolean} busy whether an answer has been awaited for noticeably long */
  set busy(busy) {
    this.#shell.frame.classList.toggle("busy", busy);
  }

  /**
   * @param {Exclude<Region, "list">} name
   * @param {(Node|string)[]} nodes none hide the region
   */
  fill(name, nodes) {
    this.#regions[name].replaceChildren(...nodes);
    this.#regions[name].hidden = nodes.length === 0;
  }

  /** @param {Node[]} nodes none hide the banner, which stays above everything else */
  set banner(nodes) {
    this.#banner.replaceChildren(...nodes);
    this.#banner.hidden = nodes.length === 0;
  }

  /** @param {Region[]} names regions to show if there is anything in them; the others are hidden */
  show(...names) {
    for (const [name, node] of Object.entries(this.#regions)) {
      node.hidden = !names.includes(/** @type {Region} */ (name)) || node.childNodes.length === 0;
    }
  }

  /** @returns {Region[]} those on screen */
  get shown() {
    return /** @type {Region[]} */ (Object.keys(this.#regions)).filter((name) => !this.#regions[name].hidden);
  }

  /** Adds the styles of articles and contact, which are loaded with the first of them. */
  async styleViews() {
    const { viewStyles } = await import("./styles/views.js");
    this.addStyles(viewStyles);
  }

  /** @param {string} css to be added once */
  addStyles(css) {
    const sheet = viewSheets.get(css) ?? styleSheet(css);
    viewSheets.set(css, sheet);
    const { root } = this.#shell;
    if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  }

  /** The region of what is read instead of the list. */
  get view() {
    return this.#regions.view;
  }
}
