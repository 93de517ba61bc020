import { importApp } from "./app-code.js";
import { h, icon, styleSheet } from "./dom.js";
import { ElementBase } from "./element.js";
import { bundleUrls, pickLanguage } from "./manifest.js";
import { LABELS, interfaceLanguage } from "./strings/labels.js";
import { shellStyles } from "./styles.js";

/** @import { Manifest } from "./manifest.js" */
/** @import { Prefetched } from "./network.js" */
/** @import { Texts } from "./strings/index.js" */

/** Long enough to tell a pointer that comes to rest from one that passes by. */
const HOVER_MS = 65;
const MAGNIFIER = "M20 20l-4.3-4.3M10.5 17a6.5 6.5 0 1 1 0-13 6.5 6.5 0 0 1 0 13z";
const CROSS = "M6 6l12 12M18 6L6 18";

/**
 * The nodes of the field, which the widget brings to life.
 * @typedef {object} Shell
 * @property {HelpSearchElement} host
 * @property {ShadowRoot} root
 * @property {HTMLElement} frame
 * @property {HTMLInputElement} field
 * @property {HTMLButtonElement} clear
 * @property {HTMLElement} panel
 * @property {HTMLElement} list
 * @property {HTMLElement} status
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
 * @property {(value: string) => void} setFormValue
 */

/** @type {CSSStyleSheet|undefined} */
let shellSheet;
/** The elements of a page share an engine, so its files are asked for once. @type {Set<string>} */
const asked = new Set();
/** What has been asked for and not been used yet. @type {Prefetched} */
const prefetched = new Map();

/**
 * `<help-search>`: a search field that answers while one types.
 * Children stay visible below it, except a `<form>` that the field replaces: it is what people
 * without JavaScript use, and its label, placeholder, name and action are taken over.
 *
 * Attributes: `src` bundle folder (default: where the script lies), `lang`, `preload="idle"`,
 * `theme` (`light`, `dark`; default: the page's colour scheme), `min-chars` (default 2),
 * `max-results` (default 10), `timeout` (milliseconds to wait for a file, default 15000), `endpoint` (collector for events; default none: nothing is sent).
 */
export class HelpSearchElement extends ElementBase {
  static formAssociated = true;
  static observedAttributes = ["lang", "src"];

  /** @type {string} */
  static #script;
  /** @type {Manifest|undefined} */
  static #manifest;

  /** @type {Shell|undefined} */
  #shell;
  #internals = this.attachInternals();
  /** @type {AbortController|undefined} ends the listeners of one connection */
  #connection;
  /** @type {{ destroy(): void }|undefined} */
  #widget;
  #loading = false;

  /**
   * Says where the bundle is.
   * @param {string} script URL of the loader
   * @param {string} manifest JSON, or anything else if it has to be fetched
   */
  static locate(script, manifest) {
    this.#script = script;
    if (manifest.startsWith("{")) this.#manifest = JSON.parse(manifest);
  }

  connectedCallback() {
    this.#shell ??= this.#build();
    this.#name();
    const { signal } = (this.#connection = new AbortController());
    const load = () => this.#load(signal);
    /** @type {ReturnType<typeof setTimeout>} */
    let hover;
    this.addEventListener("focusin", load, { signal });
    this.addEventListener("pointerenter", () => (hover = setTimeout(load, HOVER_MS)), { signal });
    this.addEventListener("pointerleave", () => clearTimeout(hover), { signal });
    signal.addEventListener("abort", () => clearTimeout(hover));
    if (this.matches(":focus-within")) load();
    else if (this.getAttribute("preload") === "idle") (globalThis.requestIdleCallback ?? setTimeout)(load);
  }

  disconnectedCallback() {
    this.#connection?.abort();
    this.#widget?.destroy();
    this.#widget = undefined;
    this.#loading = false;
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

  /**
   * Asks a question as if it had been typed.
   * @param {string} text
   */
  search(text) {
    const { field } = (this.#shell ??= this.#build());
    field.focus();
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  }

  /** @returns {string} BCP 47 tag of the page around the element, "" if it names none */
  get #lang() {
    return this.closest("[lang]")?.getAttribute("lang") || document.documentElement.lang;
  }

  /** @returns {Shell} */
  #build() {
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [(shellSheet ??= styleSheet(shellStyles))];
    const field = h("input", {
      id: "field", part: "field", class: "field", type: "search", role: "combobox", "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": "list", autocomplete: "off", autocapitalize: "none", spellcheck: "false", enterkeyhint: "search",
    });
    const clear = h("button", { part: "clear", class: "clear", type: "button", hidden: true }, icon(CROSS, "cross"));
    const list = h("ul", { id: "list", part: "list", class: "list", role: "listbox" });
    const panel = h("div", { part: "panel", class: "panel", hidden: true }, list);
    const status = h("div", { class: "status", part: "status", role: "status" });
    const box = h("div", { class: "box" }, field, icon(MAGNIFIER, "icon"), clear, panel);
    const frame = h("search", { part: "form", class: "shell" }, h("label", { for: "field", part: "label", class: "label" }), box, status);
    root.append(frame, h("slot"));
    const form = this.querySelector("form");
    if (form) this.#takeOver(form, field);
    return { host: this, root, frame, field, clear, panel, list, status, form };
  }

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLInputElement} field
   */
  #takeOver(form, field) {
    const plain = plainField(form);
    const focused = form.contains(document.activeElement);
    field.value = plain?.value ?? "";
    this.#showPlainForm(form, false);
    if (focused) queueMicrotask(() => field.focus());
  }

  /**
   * A child in a slot that does not exist is not drawn, yet its form can still be submitted.
   * @param {HTMLFormElement} form
   * @param {boolean} show
   */
  #showPlainForm(form, show) {
    const child = Array.from(this.children).find((node) => node.contains(form));
    child?.toggleAttribute("slot", false);
    if (!show) child?.setAttribute("slot", "replaced");
  }

  #name() {
    const { frame, field, form } = /** @type {Shell} */ (this.#shell);
    const plain = form && plainField(form);
    const [label, placeholder] = LABELS[interfaceLanguage(this.#lang)];
    const own = plain?.labels?.[0]?.textContent?.trim() || plain?.getAttribute("aria-label") || label;
    /** @type {HTMLElement} */ (frame.firstElementChild).textContent = own;
    field.placeholder = plain?.placeholder || placeholder;
  }

  /**
   * Fetches everything a first answer needs at the same time, in one hop.
   * @param {AbortSignal} signal
   */
  async #load(signal) {
    if (this.#loading) return;
    this.#loading = true;
    const script = HelpSearchElement.#script;
    const own = HelpSearchElement.#manifest;
    const folder = new URL(this.getAttribute("src") ?? ".", this.hasAttribute("src") ? document.baseURI : script).href;
    const base = folder.endsWith("/") ? folder : `${folder}/`;
    const isOwn = own && base === new URL(".", script).href;
    const app = importApp("widget.js", script, own);
    try {
      app.catch(() => {});
      const early = isOwn ? own : await fetchManifest(base);
      prefetch(early, this.#lang, base);
      const { code: { mount }, manifest: found } = await app;
      const manifest = isOwn && found ? found : early;
      if (signal.aborted) return;
      const setFormValue = (/** @type {string} */ value) => this.#internals.setFormValue(value);
      this.#widget = mount(this.#shell, { base, manifest, prefetched, lang, texts, setFormValue });
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  /**
   * Without the widget nothing works but the page's own form, so that is shown again.
   * @param {unknown} error
   */
  #fail(error) {
    const { form, field, frame } = /** @type {Shell} */ (this.#shell);
    const message = `helpdex: the search could not be loaded; ${error instanceof Error ? error.message : error}`;
    console.error(message);
    this.#loading = false;
    this.dataset.state = "error";
    this.dispatchEvent(new CustomEvent("help:error", { bubbles: true, composed: true, detail: { code: "network", message } }));
    if (!form) return;
    const plain = plainField(form);
    const focused = this.matches(":focus-within");
    this.#showPlainForm(form, true);
    frame.hidden = true;
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

/**
 * @param {string} base
 * @returns {Promise<Manifest>}
 */
async function fetchManifest(base) {
  const response = await fetch(new URL("manifest.json", base), { cache: "no-cache" });
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
  return response.json();
}

/**
 * @param {Manifest} manifest
 * @param {string} lang
 * @param {string} base
 * @param {string} app absolute URL of the folder of the scripts
 */
function prefetch(manifest, lang, base, app) {
  const language = pickLanguage(manifest, lang);
  const { root, wasm, glue } = bundleUrls(manifest, language, base);
  import(glue).catch(() => {});
  const spoken = interfaceLanguage(lang, language);
  if (spoken !== "en") import(`${app}strings-${spoken}.js`).catch(() => {});
  const { strings } = manifest.languages[language];
  for (const url of [root, wasm, strings && new URL(strings, base).href]) {
    if (!url || asked.has(url)) continue;
    asked.add(url);
    const response = fetch(url);
    response.catch(() => {});
    prefetched.set(url, response);
  }
}
