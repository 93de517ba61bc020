import { h, styleSheet } from "./dom.js";
import { panelStyles } from "./styles.js";

/** @import { Hit, Span } from "./engine.js" */
/** @import { Shell } from "./help-search.js" */
/** @import { Texts } from "./strings/index.js" */
/** @import { SearchResult } from "./client.js" */

/** Between field and panel, and between panel and window. */
const MARGIN_PX = 20;

/** @type {CSSStyleSheet|undefined} */
let panelSheet;

/** Draws what is under the field. It decides nothing and listens to nothing. */
export class Panel {
  #shell;
  #texts;
  #heading = h("p", { class: "heading", part: "heading", hidden: true });
  #message = h("div", { class: "message", part: "message", hidden: true });
  #plainSearch = h("a", { class: "link", part: "link" });
  #footer = h("div", { class: "footer", part: "footer", hidden: true });

  /**
   * @param {Shell} shell
   * @param {Texts} texts
   */
  constructor(shell, texts) {
    this.#shell = shell;
    this.#texts = texts;
    const { root, panel, list, clear } = shell;
    panelSheet ??= styleSheet(panelStyles);
    if (!root.adoptedStyleSheets.includes(panelSheet)) root.adoptedStyleSheets.push(panelSheet);
    list.setAttribute("aria-label", texts.strings.list);
    clear.setAttribute("aria-label", texts.strings.clear);
    panel.lang = texts.language;
    panel.replaceChildren(this.#heading, list, this.#message, this.#footer);
  }

  get visible() {
    return !this.#shell.panel.hidden;
  }

  set visible(visible) {
    this.#shell.panel.hidden = !visible;
    if (visible) this.fit();
  }

  /** Keeps the panel above the bottom of the window, or above the keyboard of a phone. */
  fit() {
    const { field, panel } = this.#shell;
    const { height, offsetTop } = visualViewport ?? { height: innerHeight, offsetTop: 0 };
    const room = height + offsetTop - field.getBoundingClientRect().bottom - MARGIN_PX;
    panel.style.setProperty("--_room", `${Math.floor(room)}px`);
  }

  /** @param {boolean} busy whether an answer has been awaited for noticeably long */
  set busy(busy) {
    this.#shell.frame.classList.toggle("busy", busy);
  }

  /**
   * @param {SearchResult} result
   * @param {string} language of the articles
   * @returns {HTMLElement[]} the options, in order
   */
  showResults({ hits, total, step }, language) {
    const { list } = this.#shell;
    const options = hits.map((hit, i) => optionOf(hit, i));
    list.lang = language;
    list.replaceChildren(...options);
    list.scrollTop = 0;
    this.#heading.textContent = this.#texts.strings.closest;
    this.#fillFooter(total);
    this.#show(list, this.#footer, step !== "all" && step !== "none" && this.#heading);
    return options;
  }

  /** @param {Hit[]} hits those on screen, now with passages */
  fillSnippets(hits) {
    Array.from(this.#shell.list.children).forEach((option, i) => {
      option.classList.remove("pending");
      if (hits[i]) option.lastElementChild?.replaceChildren(...marked(hits[i].snippet, hits[i].highlights.snippet));
    });
  }

  showLoading() {
    this.#message.replaceChildren(h("p", {}, this.#texts.strings.loading));
    this.#show(this.#message);
  }

  /** @param {string} query */
  showZero(query) {
    const { zero, zeroHint } = this.#texts.strings;
    const [before, after = ""] = zero.split("{q}");
    const title = h("p", { class: "strong" }, before, h("bdi", {}, query), after);
    this.#message.replaceChildren(title, h("p", {}, zeroHint));
    this.#show(this.#message);
  }

  /** @param {string|undefined} address of the page's own results for what is typed, if it has any */
  set plainSearch(address) {
    this.#plainSearch.hidden = !address;
    if (address) this.#plainSearch.href = address;
  }

  /** @param {() => void} retry */
  showError(retry) {
    const { strings } = this.#texts;
    const button = h("button", { type: "button", class: "button", part: "button-primary" }, strings.retry);
    button.addEventListener("click", retry);
    const actions = h("div", { class: "actions" }, button, this.#plainSearch);
    this.#plainSearch.textContent = strings.plainSearch;
    const said = h("div", { role: "alert" }, h("p", { class: "strong" }, strings.error), h("p", {}, strings.errorHint));
    this.#message.replaceChildren(said, actions);
    this.#show(this.#message);
  }

  /** @param {...(HTMLElement|false)} shown */
  #show(...shown) {
    for (const each of [this.#heading, this.#shell.list, this.#message, this.#footer]) each.hidden = !shown.includes(each);
  }

  /** @param {number} total */
  #fillFooter(total) {
    const [move, open, close] = this.#texts.strings.keys;
    const keys = h("span", { class: "keys", "aria-hidden": "true" });
    for (const [key, does] of [["↑↓", move], ["↵", open], ["Esc", close]]) keys.append(h("span", {}, h("kbd", { dir: "ltr" }, key), does));
    this.#footer.replaceChildren(h("span", {}, this.#texts.results(total)), keys);
  }
}

/**
 * Its accessible name is title and breadcrumb: a passage would drown them.
 * @param {Hit} hit
 * @param {number} index
 */
function optionOf({ title, section, snippet, highlights }, index) {
  const state = { class: snippet ? "option" : "option pending", role: "option", "aria-selected": "false" };
  return h("li", { id: `option-${index}`, part: "option", ...state },
    h("span", { part: "option-title", class: "title", dir: "auto" }, ...marked(title, highlights.title)),
    h("span", { part: "option-path", class: "path", dir: "auto" }, section),
    h("span", { part: "option-snippet", class: "snippet", dir: "auto", "aria-hidden": "true" }, ...marked(snippet, highlights.snippet)),
  );
}

/**
 * @param {string} text
 * @param {Span[]} spans in order, not overlapping
 * @returns {(string|Node)[]}
 */
function marked(text, spans) {
  const nodes = [];
  let at = 0;
  for (const [start, end] of spans) {
    nodes.push(text.slice(at, start), h("mark", { part: "mark" }, text.slice(start, end)));
    at = end;
  }
  return [...nodes, text.slice(at)];
}
