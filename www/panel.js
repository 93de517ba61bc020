import { directionOf } from "./direction.js";
import { h, styleSheet } from "./dom.js";
import { noteOf } from "./note.js";
import { panelStyles } from "./styles.js";

/** @import { Hit, Span, TopQuestion } from "./engine.js" */
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
  #reader;
  #note = h("div", { class: "note", part: "note", hidden: true });
  #message = h("div", { class: "message", part: "message", hidden: true });
  #plainSearch = h("a", { class: "link", part: "link" });
  #footer = h("div", { class: "footer", part: "footer", hidden: true });

  /**
   * @param {Shell} shell
   * @param {Texts} texts
   * @param {string} reader language of the page, "" if it names none; rows in others are labelled
   */
  constructor(shell, texts, reader) {
    this.#shell = shell;
    this.#texts = texts;
    this.#reader = reader;
    const { root, panel, list, clear } = shell;
    panelSheet ??= styleSheet(panelStyles);
    if (!root.adoptedStyleSheets.includes(panelSheet)) root.adoptedStyleSheets.push(panelSheet);
    list.setAttribute("aria-label", texts.strings.list);
    clear.setAttribute("aria-label", texts.strings.clear);
    panel.lang = texts.language;
    panel.replaceChildren(this.#message, this.#note, list, this.#footer);
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
   * @param {(words: string[]) => void} undo searches these words as typed
   * @returns {HTMLElement[]} the options, in order
   */
  showResults(result, undo) {
    const { list } = this.#shell;
    const options = result.hits.map((hit, i) => this.#optionOf(hit, i));
    list.replaceChildren(...options);
    list.scrollTop = 0;
    const note = noteOf(result, this.#texts, undo);
    this.#note.replaceChildren(...note);
    this.#fillFooter(result.total);
    this.#show(list, this.#footer, note.length > 0 && this.#note);
    return options;
  }

  /**
   * Adds rows below those on screen, which stay where they are.
   * @param {SearchResult} result that begins with what is on screen
   * @returns {HTMLElement[]} all options, in order
   */
  addResults({ hits, total }) {
    const { list } = this.#shell;
    const first = list.children.length;
    list.append(...hits.slice(first).map((hit, i) => this.#optionOf(hit, first + i)));
    this.#fillFooter(total);
    return /** @type {HTMLElement[]} */ (Array.from(list.children));
  }

  /** @param {Hit[]} hits those on screen, now with passages */
  fillSnippets(hits) {
    Array.from(this.#shell.list.children).forEach((option, i) => {
      option.classList.remove("pending");
      if (hits[i]) option.lastElementChild?.replaceChildren(...passageOf(hits[i]));
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

  /**
   * Offers articles below the message that nothing was found.
   * @param {TopQuestion[]} questions at least one
   * @returns {HTMLElement[]} the options, in order
   */
  showTopQuestions(questions) {
    const { list } = this.#shell;
    const options = questions.map((question, i) => topOptionOf(question, i));
    list.replaceChildren(...options);
    this.#note.replaceChildren(h("p", { class: "strong" }, this.#texts.strings.topQuestions));
    this.#show(this.#message, this.#note, list);
    return options;
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

  /**
   * Its accessible name is title, language, breadcrumbs and section: a passage would drown them.
   * @param {Hit} hit
   * @param {number} index
   */
  #optionOf(hit, index) {
    const { title, language, breadcrumbs, snippet, highlights } = hit;
    const isForeign = this.#reader !== "" && primary(language) !== primary(this.#reader);
    const text = isForeign ? { lang: language, dir: directionOf(language) } : { lang: language, dir: "auto" };
    const path = [h("span", text, breadcrumbs)];
    if (isForeign) path.unshift(h("span", { part: "option-language", class: "language" }, this.#texts.languageName(language)));
    const state = { class: snippet ? "option" : "option pending", role: "option", "aria-selected": "false" };
    return h("li", { id: `option-${index}`, part: "option", ...state, dir: isForeign && directionOf(language) },
      h("span", { part: "option-title", class: "title", ...text }, ...marked(title, highlights.title)),
      h("span", { part: "option-path", class: "path" }, ...path),
      h("span", { class: "snippet", ...text }, ...passageOf(hit)),
    );
  }

  /** @param {...(HTMLElement|false)} shown */
  #show(...shown) {
    for (const each of [this.#note, this.#shell.list, this.#message, this.#footer]) each.hidden = !shown.includes(each);
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
 * @param {TopQuestion} question
 * @param {number} index
 */
function topOptionOf({ title, breadcrumbs }, index) {
  return h("li", { id: `option-${index}`, part: "option", class: "option", role: "option", "aria-selected": "false" },
    h("span", { part: "option-title", class: "title", dir: "auto" }, title),
    h("span", { part: "option-path", class: "path" }, h("bdi", {}, breadcrumbs)),
  );
}

/**
 * The heading that the passage stands under runs in, so that it takes no line that was not kept free.
 * @param {Hit} hit
 * @returns {(string|Node)[]}
 */
function passageOf({ section, snippet, highlights }) {
  const passage = h("span", { part: "option-snippet", "aria-hidden": "true" }, ...marked(snippet, highlights.snippet));
  if (!section.heading) return [passage];
  return [h("span", { part: "option-section", class: "section" }, h("bdi", {}, section.heading)), " ", passage];
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

/** @param {string} tag BCP 47 */
function primary(tag) {
  return tag.toLowerCase().split(/[-_]/)[0];
}
