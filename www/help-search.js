import { appCode, bundleOf, labelsOf, languageOf, loadFailure } from "./bundle.js";
import { h, icon, styleSheet } from "./dom.js";
import { ElementBase } from "./element.js";
import { prefetch, prefetched } from "./prefetch.js";
import { isShortcut } from "./shortcut.js";
import { shellStyles } from "./styles/shell.js";

/** @import { Hit } from "./engine.js" */
/** @import { Manifest } from "./manifest.js" */
/** @import { Prefetched } from "./network.js" */
/** @import { Texts } from "./strings/index.js" */
/** @import { SearchWidget } from "./widget.js" */

/** Long enough to tell a pointer that comes to rest from one that passes by. */
const HOVER_MS = 65;
const MAGNIFIER = "M20 20l-4.3-4.3M10.5 17a6.5 6.5 0 1 1 0-13 6.5 6.5 0 0 1 0 13z";

/**
 * The nodes of the field, which the widget brings to life.
 * @typedef {object} Shell
 * @property {HelpSearchElement} host
 * @property {ShadowRoot} root
 * @property {HTMLElement} frame
 * @property {HTMLElement} box around the field
 * @property {HTMLInputElement} field
 * @property {HTMLDialogElement|null} dialog in mode `dialog`
 * @property {HTMLFormElement|null} form the page's own form, which works without any of this
 */
/**
 * What the widget is given besides the nodes.
 * @typedef {object} MountOptions
 * @property {string} base absolute URL of the bundle
 * @property {string} lang language of the page
 * @property {Manifest} manifest
 * @property {Prefetched} prefetched
 * @property {Texts} texts
 * @property {AbortSignal} signal fires when the element leaves the page
 * @property {ElementInternals} internals of the element
 */

/** @type {CSSStyleSheet|undefined} */
let sheet;

/** @returns {CSSStyleSheet} of the field and of the button that opens it */
export function shellSheet() {
  return (sheet ??= styleSheet(shellStyles));
}

/**
 * `<help-search>`: a search field that answers while one types.
 * Children stay visible below it, except a `<form>` that the field replaces: it is what people
 * without JavaScript use, and its label, placeholder, name and action are taken over.
 *
 * Attributes, read when they are needed: `src` bundle folder (default: where the script lies),
 * `lang`, `mode` (`inline`, the default: a list below the field; `page`: a page of results whose
 * address holds `?q=`; `dialog`: hidden until `open()`), `theme` (`auto`, `light`, `dark`), `preset`
 * (`plain`, `card`, `bordered`, `pill`, `docs`), `shortcut` (such as `mod+k`; default none),
 * `min-chars` (default 2), `max-results` (default 10), `reader` (`inline` opens articles here, `link`
 * as pages; default `inline`, in mode `page` `link`), `heading-level` of an article's title (default
 * 2), `feedback="off"`, `recent` (remembers searches in this browser; default off), `preload` (`hover`,
 * the default, `idle`, `none`), `timeout` (milliseconds to wait for a file, default 15000), `endpoint`
 * (collector for events; default none: nothing is sent), `consent` (`required`, `true`, `false`),
 * `respect-dnt`, `adapters` (such as `ga4 matomo`), `send-query`, `surface`, `site`, `signin-url`,
 * `edit-url` (with `surface="agent"`: where an edit is proposed, `{id}` in it is the article's).
 */
export class HelpSearchElement extends ElementBase {
  static formAssociated = true;
  static observedAttributes = ["lang", "src"];

  /** @type {Shell|undefined} */
  #shell;
  #internals = this.attachInternals();
  /** @type {AbortController|undefined} ends the listeners of one connection */
  #connection;
  /** @type {SearchWidget|undefined} */
  #widget;
  /** @type {Promise<SearchWidget|undefined>|undefined} */
  #mounted;

  connectedCallback() {
    this.#shell ??= this.#build();
    this.#name();
    this.dataset.state ??= "idle";
    const { signal } = (this.#connection = new AbortController());
    const on = (/** @type {string} */ name, /** @type {(event: any) => void} */ listener, /** @type {EventTarget} */ target = this) => target.addEventListener(name, listener, { signal });
    const preload = this.getAttribute("preload");
    /** @type {ReturnType<typeof setTimeout>} */
    let hover;
    on("focusin", () => this.preload());
    if (preload !== "none") on("pointerenter", () => (hover = setTimeout(() => this.preload(), HOVER_MS)));
    on("pointerleave", () => clearTimeout(hover));
    on("keydown", (event) => {
      if (!isShortcut(event, this.getAttribute("shortcut"))) return;
      event.preventDefault();
      this.open();
    }, document);
    on("hashchange", () => this.#followLink(), window);
    this.#followLink();
    if (this.matches(":focus-within") || this.getAttribute("mode") === "page") this.preload();
    else if (preload === "idle") (globalThis.requestIdleCallback ?? setTimeout)(() => this.preload());
  }

  disconnectedCallback() {
    this.#connection?.abort();
    this.#widget?.destroy();
    this.#widget = this.#mounted = undefined;
  }

  /**
   * @param {string} _name
   * @param {string|null} before
   * @param {string|null} after
   */
  attributeChangedCallback(_name, before, after) {
    if (!this.#connection || !this.isConnected || before === after) return;
    this.disconnectedCallback();
    this.connectedCallback();
  }

  formResetCallback() {
    this.#type("");
  }

  /** @returns {string} what is on screen: idle, loading, typing, results, weak, zero, article, feedback, feedback-no, escalate, offline or error */
  get state() {
    return /** @type {string} */ (this.dataset.state);
  }

  /** @returns {string} what is typed */
  get query() {
    return this.#shell?.field.value ?? "";
  }

  /** @returns {Hit[]} the articles on screen, best first */
  get results() {
    return this.#widget?.results ?? [];
  }

  /** Loads what a search needs. Interest in the field does the same. */
  preload() {
    const { signal } = /** @type {AbortController} */ (this.#connection);
    if (!signal.aborted) return (this.#mounted ??= this.#load(signal));
  }

  /**
   * Puts the focus into the field; in mode `dialog`, opens the dialog.
   * @param {string} [text] question to ask at once
   */
  open(text) {
    const { dialog, field } = (this.#shell ??= this.#build());
    if (dialog && !dialog.open) dialog.showModal();
    field.focus();
    this.#widget?.opened();
    if (text !== undefined) this.#type(text);
  }

  /** Closes the dialog, or the list below the field. */
  close() {
    this.#shell?.dialog?.close();
    this.#widget?.close();
  }

  /**
   * Asks a question as if it had been typed.
   * @param {string} text
   */
  search(text) {
    this.open(text);
  }

  /**
   * Shows an article in the panel.
   * @param {string} id of an article of the bundle
   */
  openArticle(id) {
    return this.#call("openArticle", id);
  }

  /**
   * Offers articles before anything is typed, instead of those that the build suggests for the page.
   * @param {string[]} [ids] of articles; without any, what the build says of the page's present address
   */
  suggest(ids) {
    return this.#call("suggest", ids);
  }

  /**
   * Says whether events may be sent; until then, none are with `consent="required"`, and none are kept.
   * False stops it, and what waits to be sent is forgotten. The attribute says the same.
   * @param {boolean} granted
   */
  setConsent(granted) {
    this.setAttribute("consent", `${granted}`);
  }

  /**
   * Tells of a contact that the page itself has handled.
   * @param {{ channel: string, stage: "start"|"submit"|"cancel" }} contact
   */
  trackContact(contact) {
    return this.#call("trackContact", contact);
  }

  /**
   * @param {string} id of an article on screen
   * @returns {Promise<object|undefined>} why it stands where it does; undefined if it is not there
   */
  explain(id) {
    return this.#call("explain", id);
  }

  /** Ends everything; the element works again once it is moved or inserted anew. */
  destroy() {
    this.disconnectedCallback();
  }

  /**
   * @param {string} method
   * @param {unknown} argument
   */
  async #call(method, argument) {
    return /** @type {any} */ (await this.preload())?.[method](argument);
  }

  /** @param {string} text */
  #type(text) {
    const { field } = (this.#shell ??= this.#build());
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  }

  /** The first element of a page shows the article that the address names after `#help-article=`. */
  #followLink() {
    const id = new URLSearchParams(location.hash.slice(1)).get("help-article");
    if (id && document.querySelector(this.localName) === this) this.openArticle(id);
  }

  /** @returns {Shell} */
  #build() {
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [shellSheet()];
    const mode = this.getAttribute("mode");
    const combobox = mode !== "page" && { role: "combobox", "aria-expanded": "false" };
    const field = h("input", { id: "field", part: "field", class: "field", type: "search", autocomplete: "off", ...combobox });
    const box = h("div", { class: "box" }, field, icon(MAGNIFIER, "icon"));
    const frame = h("search", { part: "form", class: "shell" }, h("label", { id: "label", for: "field", part: "label", class: "label" }), box);
    const dialog = mode === "dialog" ? h("dialog", { part: "dialog", class: "dialog", "aria-labelledby": "label" }, frame) : null;
    root.append(dialog ?? frame, h("slot", { hidden: !!dialog }));
    const form = this.querySelector("form");
    if (form) this.#takeOver(form, field);
    return { host: this, root, frame, box, field, dialog, form };
  }

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLInputElement} field
   */
  #takeOver(form, field) {
    const focused = form.contains(document.activeElement);
    field.value = plainField(form)?.value ?? "";
    this.#place(form, "replaced");
    if (focused) queueMicrotask(() => field.focus());
  }

  /**
   * A child in a slot that does not exist is not drawn, yet its form can still be submitted.
   * @param {HTMLFormElement} form
   * @param {string} slot "" shows it
   */
  #place(form, slot) {
    for (const child of this.children) if (child.contains(form)) child.slot = slot;
  }

  #name() {
    const { frame, field, form } = /** @type {Shell} */ (this.#shell);
    const plain = form && plainField(form);
    const [label, placeholder] = labelsOf(this);
    const own = plain?.labels?.[0]?.textContent?.trim() || plain?.getAttribute("aria-label") || label;
    /** @type {HTMLElement} */ (frame.firstElementChild).textContent = own;
    field.placeholder = plain?.placeholder || placeholder;
  }

  /**
   * Fetches everything a first answer needs at the same time, in one hop.
   * @param {AbortSignal} signal
   */
  async #load(signal) {
    const bundle = bundleOf(this);
    const { base } = bundle;
    const app = appCode("widget.js");
    try {
      app.catch(() => {});
      const early = await bundle.manifest;
      const lang = languageOf(this);
      prefetch(early, lang, bundle);
      const { code: { mount, loadTexts }, manifest: found } = await app;
      const manifest = (bundle.isOwn && found) || early;
      const texts = await loadTexts({ base, manifest, prefetched, lang });
      return (this.#widget = await mount(this.#shell, { base, manifest, prefetched, lang, texts, signal, internals: this.#internals }));
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  /**
   * Without the widget nothing works but the page's own form, so that is shown again.
   * @param {unknown} error
   */
  #fail(error) {
    const { root, dialog, form, field, frame } = /** @type {Shell} */ (this.#shell);
    const message = loadFailure(this, error);
    this.#mounted = undefined;
    this.dataset.state = "error";
    this.dispatchEvent(new CustomEvent("help:error", { bubbles: true, composed: true, detail: { code: "network", message } }));
    if (!form) return;
    const focused = this.matches(":focus-within");
    dialog?.close();
    /** @type {HTMLElement} */ (root.lastElementChild).hidden = false;
    this.#place(form, "");
    frame.hidden = true;
    const plain = plainField(form);
    if (!plain) return;
    plain.value ||= field.value;
    if (focused) plain.focus();
  }
}

/**
 * @param {HTMLFormElement} form
 * @returns {HTMLInputElement|null} the field people type into
 */
export function plainField(form) {
  return form.querySelector("input[type=search],input[type=text],input:not([type])");
}
