import { Client } from "./client.js";
import { Combobox } from "./combobox.js";
import { directionOf } from "./direction.js";
import { isAbort, toHelpdexError } from "./errors.js";
import { SearchEvents } from "./events.js";
import { ListGuard } from "./list-guard.js";
import { LiveRegion } from "./live-region.js";
import { pickLanguage } from "./manifest.js";
import { quoted } from "./note.js";
import { Panel } from "./panel.js";
import { shareEngine } from "./pool.js";
import { TrackerRelay } from "./relay.js";

export { loadTexts } from "./strings/load.js";

/** @import { Hit, TopQuestion } from "./engine.js" */
/** @import { SearchResult } from "./client.js" */
/** @import { MountOptions, Shell } from "./help-search.js" */

/** Shorter waits show nothing, so that fast answers do not flicker. */
const LOADING_AFTER_MS = 150;
/** Scripts in which one character can be a word. */
const DENSE_SCRIPT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** @typedef {"idle"|"loading"|"typing"|"results"|"zero"|"error"} State */

/**
 * Brings the field to life.
 * @param {Shell} shell
 * @param {MountOptions} options
 * @returns {SearchWidget}
 */
export function mount(shell, options) {
  return new SearchWidget(shell, options);
}

class SearchWidget {
  #shell;
  #options;
  #texts;
  #panel;
  #combobox;
  #guard;
  #live;
  #events;
  #relay;
  #end = new AbortController();
  /** @type {Promise<Client>|undefined} */
  #client;
  #failed = false;
  /** Text of the newest search; an answer to any other is stale. */
  #wanted = "";
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #slow;
  /** @type {{ query: string, result: SearchResult }|undefined} */
  #shown;
  /** Offered because nothing was found. @type {TopQuestion[]} */
  #offered = [];

  /**
   * @param {Shell} shell
   * @param {MountOptions} options
   */
  constructor(shell, options) {
    const { host, field, clear, list } = shell;
    const { signal } = this.#end;
    this.#shell = shell;
    this.#options = options;
    this.#texts = options.texts;
    this.#panel = new Panel(shell, this.#texts, options.lang);
    this.#live = new LiveRegion(shell.status);
    this.#relay = this.#createRelay();
    this.#events = new SearchEvents(host, this.#relay);
    this.#combobox = new Combobox(field, list, {
      typed: (text) => this.#typed(text),
      open: (index, newTab) => this.#open(index, newTab),
      submit: () => this.#submit(),
      show: () => this.#show(),
      hide: () => this.#hide(),
      visible: () => this.#panel.visible,
      isMisaimed: () => this.#guard.misaimed,
      released: () => this.#guard?.check(),
    }, signal);
    this.#guard = new ListGuard(list, () => this.#combobox.isActive, signal);
    clear.addEventListener("click", () => this.#clear(), { signal });
    globalThis.visualViewport?.addEventListener("resize", () => this.#panel.visible && this.#panel.fit(), { signal });
    host.addEventListener("focusin", () => this.#focused(), { signal });
    host.addEventListener("focusout", () => this.#blurred(), { signal });
    if (!host.closest("[dir]")) shell.frame.dir = directionOf(options.lang);
    this.#typed(field.value);
    this.#warmUp();
  }

  destroy() {
    this.#end.abort();
    clearTimeout(this.#slow);
    this.#wanted = "";
    this.#live.destroy();
    this.#events.destroy();
    this.#relay?.destroy();
    this.#client?.then((client) => client.destroy(), () => {});
    this.#panel.busy = false;
    this.#hide();
  }

  #createRelay() {
    const { host } = this.#shell;
    const endpoint = host.getAttribute("endpoint");
    if (!endpoint || /** @type {any} */ (navigator).globalPrivacyControl) return undefined;
    const { manifest, base, lang } = this.#options;
    return new TrackerRelay(new URL(manifest.app, base).href, {
      endpoint: new URL(endpoint, document.baseURI).href,
      site: host.getAttribute("site") ?? location.host,
      lang,
      surface: host.getAttribute("surface") ?? "inline",
      page: location.pathname,
      application: "helpdex",
    });
  }

  /** The first letters are still being typed, so a failure is told only when an answer is due. */
  #warmUp() {
    this.#openClient().catch(() => {});
  }

  /** @returns {Promise<Client>} */
  #openClient() {
    this.#client ??= this.#connect().catch((error) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  async #connect() {
    const { base, lang, manifest, prefetched } = this.#options;
    const language = pickLanguage(manifest, lang);
    const timeoutMs = Number(this.#shell.host.getAttribute("timeout")) || undefined;
    const open = (/** @type {string} */ lang, /** @type {string} */ language) => shareEngine({ base, lang, manifest, prefetched, language, timeoutMs, offline: this.#shell.host.hasAttribute("offline") });
    const client = new Client(await open(lang, language), (other) => open(other, other));
    if (this.#end.signal.aborted) client.destroy();
    else this.#events.start(client.createSettler(), this.#shell.field.value);
    return client;
  }

  /** @param {State} state */
  #enter(state) {
    this.#shell.host.dataset.state = state;
  }

  /** @param {string} text */
  #typed(text) {
    const query = text.trim();
    this.#shell.clear.hidden = !text;
    this.#options.setFormValue(text);
    this.#events.typed(text);
    if (this.#failed) {
      this.#panel.plainSearch = this.#plainSearch();
      return;
    }
    if (query.length >= this.#minChars(query)) this.#search(query);
    else this.#wait(query ? "typing" : "idle");
  }

  /** @param {string} query */
  #minChars(query) {
    const least = Number(this.#shell.host.getAttribute("min-chars")) || 2;
    return DENSE_SCRIPT.test(query) ? 1 : least;
  }

  /** @param {"typing"|"idle"} state */
  #wait(state) {
    this.#wanted = "";
    this.#shown = undefined;
    this.#guard.drop();
    clearTimeout(this.#slow);
    this.#panel.busy = false;
    this.#combobox.setOptions([]);
    this.#hide();
    this.#live.clear();
    this.#enter(state);
  }

  /** @param {string} query */
  async #search(query) {
    if (query === this.#wanted) return;
    this.#wanted = query;
    this.#guard.drop();
    clearTimeout(this.#slow);
    this.#slow = setTimeout(() => this.#showLoading(), LOADING_AFTER_MS);
    const started = performance.now();
    const isStale = () => query !== this.#wanted;
    try {
      const client = await this.#openClient();
      if (isStale()) return;
      const limit = Number(this.#shell.host.getAttribute("max-results")) || 10;
      let result = await client.search(query, { limit, snippets: false, refine: false });
      if (isStale()) return;
      const show = () => {
        this.#answer(client, query, result);
        this.#events.shown({ query, result, latencyMs: performance.now() - started });
      };
      // That there is nothing is said only when nothing better can come.
      let isShown = result.hits.length > 0 || !result.partial;
      if (isShown) show();
      for await (result of client.refine(result)) {
        if (isStale()) return;
        if (isShown) this.#improve(client, query, result);
        else if ((isShown = result.hits.length > 0)) show();
      }
      if (!isShown && !isStale()) show();
    } catch (error) {
      if (!isStale() && !isAbort(error)) this.#fail(error);
    }
  }

  /**
   * @param {Client} client
   * @param {string} query
   * @param {SearchResult} result
   */
  #answer(client, query, result) {
    clearTimeout(this.#slow);
    this.#panel.busy = false;
    this.#shown = { query, result };
    this.#offered = [];
    if (result.hits.length) {
      this.#enter("results");
      this.#drawResults(client, query, result);
      this.#live.say(this.#summary(result));
    } else {
      this.#enter("zero");
      this.#panel.showZero(query);
      this.#panel.visible = this.#hasFocus();
      this.#combobox.setOptions([]);
      this.#live.say(`${this.#texts.said("zero", query)}. ${this.#texts.strings.zeroHint}`);
      this.#offerTopQuestions(client, result);
    }
  }

  /**
   * @param {Client} client
   * @param {string} query
   * @param {SearchResult} result
   */
  #drawResults(client, query, result) {
    const options = this.#panel.showResults(result, (words) => this.#searchExactly(query, words));
    this.#panel.visible = this.#hasFocus();
    this.#combobox.setOptions(options);
    this.#fillSnippets(client, result);
  }

  /**
   * Puts a better answer to the question on screen in place of the one that is there. Rows below
   * those on screen are added at once; anything else waits until nobody is in the list.
   * @param {Client} client
   * @param {string} query
   * @param {SearchResult} result
   */
  #improve(client, query, result) {
    const shown = this.#shown?.result;
    if (!shown) return;
    if (isLonger(result, shown)) {
      this.#guard.drop();
      this.#shown = { query, result };
      this.#events.improved(result);
      this.#combobox.addOptions(this.#panel.addResults(result));
      this.#fillSnippets(client, result);
      this.#live.revise(this.#summary(result));
      return;
    }
    this.#guard.whenFree(() => {
      this.#shown = { query, result };
      this.#events.improved(result);
      this.#drawResults(client, query, result);
      this.#live.revise(this.#summary(result));
    });
  }

  /**
   * @param {SearchResult} result
   * @returns {string} for the live region
   */
  #summary({ total, corrections }) {
    const said = corrections.length ? `${this.#texts.said("corrected", ...corrections.map(({ used }) => used))}. ` : "";
    return `${this.#texts.results(total)}. ${said}${this.#texts.strings.resultsHint}`;
  }

  /**
   * @param {string} query
   * @param {string[]} words
   */
  #searchExactly(query, words) {
    this.#shell.field.focus();
    this.#combobox.type(quoted(query, words));
  }

  /**
   * @param {Client} client
   * @param {SearchResult} result that holds nothing
   */
  async #offerTopQuestions(client, result) {
    try {
      const questions = await client.topQuestions();
      if (!questions.length || this.#shown?.result !== result) return;
      this.#offered = questions;
      this.#combobox.setOptions(this.#panel.showTopQuestions(questions));
    } catch (error) {
      console.warn(error);
    }
  }

  /**
   * @param {Client} client
   * @param {SearchResult} result
   */
  async #fillSnippets(client, result) {
    /** @type {Hit[]} */
    let hits = [];
    try {
      hits = await client.snippets(result.hits);
    } catch (error) {
      if (!isAbort(error)) console.warn(error);
    }
    if (this.#shown?.result === result) this.#panel.fillSnippets(hits);
  }

  #showLoading() {
    this.#enter("loading");
    this.#panel.busy = true;
    this.#live.say(this.#texts.strings.loading);
    if (this.#shown) return;
    this.#panel.showLoading();
    this.#panel.visible = this.#hasFocus();
  }

  /** @param {unknown} error */
  #fail(error) {
    clearTimeout(this.#slow);
    this.#wanted = "";
    this.#shown = undefined;
    this.#failed = !this.#client;
    this.#enter("error");
    this.#panel.busy = false;
    this.#panel.plainSearch = this.#plainSearch();
    this.#panel.showError(() => this.#retry());
    this.#panel.visible = this.#hasFocus();
    this.#combobox.setOptions([]);
    this.#live.clear();
    this.#events.failed(toHelpdexError(error));
  }

  #retry() {
    this.#failed = false;
    this.#shell.field.focus();
    this.#typed(this.#shell.field.value);
  }

  /** @returns {string|undefined} what the page's own form would open */
  #plainSearch() {
    const { form, field } = this.#shell;
    if (!form?.hasAttribute("action") || form.method !== "get") return undefined;
    const url = webAddress(form.action);
    url?.searchParams.set(plainName(form), field.value);
    return url?.href;
  }

  #submit() {
    const { form, field } = this.#shell;
    if (this.#shell.host.dataset.state !== "error") {
      this.#events.settle("enter");
      this.#show();
    } else if (form?.hasAttribute("action")) {
      const plain = form.elements.namedItem(plainName(form));
      if (plain instanceof HTMLInputElement) plain.value = field.value;
      form.requestSubmit();
    } else this.#retry();
  }

  /**
   * @param {number} index
   * @param {boolean} newTab
   */
  #open(index, newTab) {
    const found = this.#shown?.result.hits[index];
    const hit = found ?? this.#offered[index];
    const url = hit && webAddress(hit.url);
    if (!url) return;
    // An article that was offered is no answer to the question.
    if (found) this.#events.opened(found, index);
    if (!this.#events.mayNavigate({ id: hit.id, url: url.href, newTab })) return;
    if (newTab) window.open(url, "_blank", "noopener");
    else location.assign(url);
  }

  #show() {
    const { state } = this.#shell.host.dataset;
    if (!this.#shown && state !== "error" && state !== "loading") return false;
    this.#panel.visible = true;
    this.#combobox.reflect();
    return true;
  }

  #hide() {
    this.#panel.visible = false;
    this.#combobox.reflect();
  }

  #clear() {
    this.#combobox.type("");
    this.#shell.field.focus();
  }

  #hasFocus() {
    return this.#shell.root.activeElement !== null;
  }

  #focused() {
    if (!this.#panel.visible) this.#show();
  }

  /** A window that loses the focus gives it back to the same node, so the panel may stay. */
  #blurred() {
    queueMicrotask(() => {
      if (document.hasFocus() && !this.#hasFocus()) this.#hide();
    });
  }
}

/**
 * @param {HTMLFormElement} form
 * @returns {string} name of the field people type into
 */
function plainName(form) {
  return form.querySelector("input[type=search],input[type=text],input:not([type])")?.getAttribute("name") || "q";
}

/**
 * @param {string} address absolute or relative to the page
 * @returns {URL|undefined} undefined for anything that is not a page, such as `javascript:`
 */
function webAddress(address) {
  const url = URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/**
 * @param {SearchResult} result
 * @param {SearchResult} shown
 * @returns {boolean} whether a result begins with the rows of the other and says the same above them
 */
function isLonger(result, shown) {
  const said = (/** @type {SearchResult} */ { step, corrections, synonyms }) => JSON.stringify([step, corrections, synonyms]);
  return said(result) === said(shown) && shown.hits.every(({ id, language }, i) => result.hits[i]?.id === id && result.hits[i].language === language);
}
