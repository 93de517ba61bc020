import { HelpdexError, abortError, isAbort } from "./errors.js";
import { openEngine } from "./engine.js";
import { mergeAnswers, needsMore } from "./merge.js";
import { openRemoteEngine } from "./remote.js";

export { HelpdexError } from "./errors.js";

/** @import { Answer, Article, ArticleKey, EngineOptions, Hit, HitKeys, Replacement, Snippet, TopQuestion } from "./engine.js" */

/**
 * What the client needs of an engine; the page's own engine and the one in a worker both fit.
 * @typedef {object} EngineLike
 * @property {(text: string, limit: number, signal?: AbortSignal) => Promise<Answer>} search
 * @property {(text: string, limit: number, signal?: AbortSignal) => Promise<Answer>} refine
 * @property {(keys: HitKeys, signal?: AbortSignal) => Promise<Snippet[]>} snippets
 * @property {() => Promise<TopQuestion[]>} topQuestions
 * @property {(key: ArticleKey, signal?: AbortSignal) => Promise<Article>} article
 * @property {boolean} hasReader
 * @property {string} language
 * @property {string[]} fallback languages to search after its own
 * @property {Date} [offlineSince] see `Client.offlineSince`
 * @property {() => void} free
 * @property {() => WasmSettler} [createSettler] only on the page: settling must not wait for a message
 */
/**
 * @typedef {(language: string) => Promise<EngineLike>} OpenLanguage opens another language of the bundle
 */
/**
 * @typedef {EngineOptions & { worker?: boolean, engine?: EngineLike }} ClientOptions
 *   `worker`: run the engine in a module worker (default false; a search takes a few milliseconds).
 *   `engine`: an engine of your own, for tests.
 */
/**
 * @typedef {object} SearchOptions
 * @property {number} [limit] most hits to return; default 10
 * @property {AbortSignal} [signal] cancels this search
 * @property {boolean} [refine] wait for what makes the answer better: further shards and other
 *   languages; default true
 * @property {boolean} [snippets] wait for the passages too; default true
 */
/**
 * @typedef {object} SearchResult
 * @property {Hit[]} hits
 * @property {number} total matching articles, at least `hits.length`
 * @property {"none"|"all"|"most"|"any"|"typo"|"infix"|"closest"} step how strictly the words were matched
 * @property {Replacement[]} corrections misspelled words and what was searched instead; never keep
 *   them from the reader
 * @property {Replacement[]} synonyms words with synonyms that were searched besides
 * @property {boolean} weak whether the rows may well not be what was meant; `merge.js` says when
 * @property {boolean} partial whether `refine` may find a better answer
 * @property {string} queryId names this search in events; a refined answer keeps it
 */
/**
 * How a result came about.
 * @typedef {object} Origin
 * @property {string} text
 * @property {number} limit
 * @property {{ engine: EngineLike, answer: Answer }[]} parts the reader's own language first
 * @property {string[]} languages still to be asked
 * @property {AbortSignal} signal
 */

/**
 * Opens a bundle for searching without any user interface.
 * @param {ClientOptions} options
 * @returns {Promise<Client>} rejects with HelpdexError
 */
export async function createClient(options) {
  if (options.engine) return new Client(options.engine);
  const base = new URL(options.base, globalThis.document?.baseURI ?? globalThis.location?.href).href;
  const site = { ...options, base: base.endsWith("/") ? base : `${base}/` };
  const open = options.worker ? openRemoteEngine : openEngine;
  return new Client(await open(site), (lang) => open({ ...site, lang }));
}

/**
 * Searches a bundle: the reader's language first, then, where that has few or weak answers, the
 * bundle's fallback languages. The latest search wins: an older one rejects with AbortError.
 */
export class Client {
  #engine;
  #open;
  /** @type {AbortController|undefined} */
  #current;
  /** @type {Map<string, Promise<EngineLike>>} */
  #others = new Map();
  /** @type {WeakMap<Hit, { engine: EngineLike, keys: HitKeys, doc: number, url: string }>} */
  #hits = new WeakMap();
  /** @type {WeakMap<SearchResult, Origin>} */
  #results = new WeakMap();

  /**
   * @param {EngineLike} engine of the reader's language
   * @param {OpenLanguage} [open] without it, no other language is searched
   */
  constructor(engine, open) {
    this.#engine = engine;
    this.#open = open;
  }

  /** @returns {string} the language that answers first; if the page's is missing, a fallback or the bundle's default */
  get language() {
    return this.#engine.language;
  }

  /**
   * Read it after an answer: the answer may be as old as this.
   * @returns {Date|undefined} with `offline` and without a network, when the kept files were last known
   *   to be those that are deployed; else undefined
   */
  get offlineSince() {
    return this.#engine.offlineSince;
  }

  /**
   * @param {string} text what was typed; nothing is ever invalid
   * @param {SearchOptions} [options]
   * @returns {Promise<SearchResult>} rejects with HelpdexError, or AbortError when superseded
   */
  async search(text, { limit = 10, signal, refine = true, snippets = true } = {}) {
    this.#current?.abort(abortError());
    const current = (this.#current = new AbortController());
    const stop = signal ? AbortSignal.any([signal, current.signal]) : current.signal;
    const engine = this.#engine;
    const answer = await this.#until(stop, engine.search(text, limit, stop));
    const languages = this.#open ? engine.fallback : [];
    let result = this.#result({ text, limit, parts: [{ engine, answer }], languages, signal: stop }, randomId());
    if (refine) {
      for await (const better of this.refine(result)) result = better;
    }
    if (snippets) await this.#fillOrWarn(result.hits, stop);
    return result;
  }

  /**
   * Looks for better answers to the same question: with shards that the first one did without, then
   * in one other language after the other for as long as the rows are few or weak. What cannot be
   * loaded is told on the console, and the answer stays as it is.
   * @param {SearchResult} result of this client
   * @returns {AsyncGenerator<SearchResult, void, void>} each better than the one before; throws AbortError when superseded
   */
  async *refine(result) {
    let origin = this.#results.get(result);
    if (!origin) return;
    const { text, limit, signal, languages } = origin;
    const [own] = origin.parts;
    if (own.answer.wanted.length) {
      const answer = await this.#orWarn(signal, () => own.engine.refine(text, limit, signal));
      if (answer) {
        origin = { ...origin, parts: [{ engine: own.engine, answer }] };
        yield this.#result(origin, result.queryId, result);
      }
    }
    for (const [at, language] of languages.entries()) {
      if (!needsMore(answersOf(origin), limit)) return;
      const part = await this.#orWarn(signal, () => this.#ask(language, text, limit, signal));
      if (!part) continue;
      origin = { ...origin, parts: [...origin.parts, part], languages: languages.slice(at + 1) };
      yield this.#result(origin, result.queryId, result);
    }
  }

  /**
   * Fills in `snippet` with its highlights, `section`, and the section's fragment in `url`.
   * @param {Hit[]} hits of searches of this client
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<Hit[]>} the same hits; rejects with HelpdexError or AbortError
   */
  async snippets(hits, { signal } = {}) {
    /** @type {Map<EngineLike, Hit[]>} */
    const byEngine = new Map();
    for (const hit of hits) {
      const engine = this.#hits.get(hit)?.engine;
      if (engine) byEngine.set(engine, [...(byEngine.get(engine) ?? []), hit]);
    }
    const filled = await Promise.allSettled(Array.from(byEngine, ([engine, own]) => this.#fill(engine, own, signal)));
    const failed = filled.find((each) => each.status === "rejected");
    if (failed) throw failed.reason;
    return hits;
  }

  /** @returns {boolean} whether articles can be read here; if not, their addresses lead to their own pages */
  get hasReader() {
    return this.#engine.hasReader;
  }

  /**
   * An article to read: a hit's, or that of an id. Without a language it is looked for as a search
   * looks, in the reader's own one and then in the bundle's fallback languages.
   * @param {Hit | { id: string, language?: string }} article
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<Article>} rejects with HelpdexError, `not-found` for an unknown id, or AbortError
   */
  async article(article, { signal } = {}) {
    const known = this.#hits.get(/** @type {Hit} */ (article));
    if (known) return this.#until(signal, known.engine.article({ id: article.id, doc: known.doc, generation: known.keys.generation }, signal));
    const { id, language } = article;
    const own = this.#engine;
    const languages = language ? [language] : [own.language, ...(this.#open ? own.fallback : [])];
    /** @type {unknown} */
    let missing;
    for (const tag of languages) {
      try {
        const engine = tag === own.language || !this.#open ? own : await this.#until(signal, this.#other(tag));
        return await this.#until(signal, engine.article({ id }, signal));
      } catch (error) {
        if (!(error instanceof HelpdexError) || error.code !== "not-found") throw error;
        missing ??= error;
      }
    }
    throw missing;
  }

  /** @returns {Promise<TopQuestion[]>} articles chosen for where a question has no answer; empty if none are */
  topQuestions() {
    return this.#engine.topQuestions();
  }

  /** @returns {WasmSettler|undefined} undefined when the engine runs in a worker */
  createSettler() {
    return this.#engine.createSettler?.();
  }

  /** Stops everything and frees the engine. */
  destroy() {
    this.#current?.abort(abortError());
    this.#engine.free();
    for (const other of this.#others.values()) other.then((engine) => engine.free(), () => {});
    this.#others.clear();
  }

  /**
   * @param {Origin} origin
   * @param {string} queryId
   * @param {SearchResult} [known] whose passages are shown until there are better ones
   * @returns {SearchResult}
   */
  #result(origin, queryId, known) {
    const { limit, parts, languages } = origin;
    for (const { engine, answer: { hits, keys } } of parts) {
      hits.forEach((hit, i) => {
        if (this.#hits.has(hit)) return;
        this.#hits.set(hit, { engine, keys, doc: keys.docs[i], url: hit.url });
        const before = known?.hits.find((each) => each.id === hit.id && each.language === hit.language);
        if (before?.snippet) Object.assign(hit, { snippet: before.snippet, section: before.section, url: before.url, highlights: { ...hit.highlights, snippet: before.highlights.snippet } });
      });
    }
    const answers = answersOf(origin);
    const partial = answers[0].wanted.length > 0 || (languages.length > 0 && needsMore(answers, limit));
    const result = { ...mergeAnswers(answers, limit), partial, queryId };
    this.#results.set(result, origin);
    return result;
  }

  /**
   * @param {string} language
   * @param {string} text
   * @param {number} limit
   * @param {AbortSignal} signal
   */
  async #ask(language, text, limit, signal) {
    const engine = await this.#other(language);
    return { engine, answer: await engine.refine(text, limit, signal) };
  }

  /**
   * @param {string} language
   * @returns {Promise<EngineLike>} a failure is not kept
   */
  #other(language) {
    let opened = this.#others.get(language);
    if (!opened) {
      opened = /** @type {OpenLanguage} */ (this.#open)(language);
      this.#others.set(language, opened);
      opened.catch(() => this.#others.delete(language));
    }
    return opened;
  }

  /**
   * @param {EngineLike} engine
   * @param {Hit[]} hits of that engine
   * @param {AbortSignal|undefined} signal
   */
  async #fill(engine, hits, signal) {
    const known = hits.map((hit) => /** @type {{ keys: HitKeys, doc: number, url: string }} */ (this.#hits.get(hit)));
    const keys = { ...known[0].keys, docs: known.map(({ doc }) => doc) };
    const found = await this.#until(signal, engine.snippets(keys, signal));
    hits.forEach((hit, i) => {
      const { text, spans, heading, anchor } = found[i];
      hit.snippet = text;
      hit.highlights.snippet = spans;
      hit.section = { heading, anchor };
      hit.url = withFragment(known[i].url, anchor);
    });
  }

  /**
   * @template T
   * @param {AbortSignal} signal
   * @param {() => Promise<T>} work
   * @returns {Promise<T|undefined>} undefined if it failed; rejects with AbortError only
   */
  async #orWarn(signal, work) {
    try {
      return await this.#until(signal, work());
    } catch (error) {
      if (isAbort(error) || signal.aborted) throw error;
      console.warn(error);
    }
  }

  /**
   * Rows without passages still answer, so a missing passage does not fail the search.
   * @param {Hit[]} hits
   * @param {AbortSignal} signal
   */
  async #fillOrWarn(hits, signal) {
    try {
      await this.snippets(hits, { signal });
    } catch (error) {
      if (isAbort(error) || signal.aborted) throw error;
      console.warn(error);
    }
  }

  /**
   * @template T
   * @param {AbortSignal|undefined} signal
   * @param {Promise<T>} work
   * @returns {Promise<T>} rejects as soon as the signal fires, even if the work goes on
   */
  async #until(signal, work) {
    if (!signal) return work;
    /** @type {(() => void)|undefined} */
    let stop;
    const stopped = new Promise((_, reject) => {
      stop = () => reject(signal.reason);
      if (signal.aborted) stop();
      signal.addEventListener("abort", stop);
    });
    try {
      return await /** @type {Promise<T>} */ (Promise.race([work, stopped]));
    } finally {
      if (stop) signal.removeEventListener("abort", stop);
    }
  }
}

/** @param {Origin} origin */
function answersOf({ parts }) {
  return parts.map(({ answer }) => answer);
}

/**
 * @param {string} url
 * @param {string} anchor id of an element of the page
 * @returns {string} leads to that element, unless the address already leads to one
 */
function withFragment(url, anchor) {
  return anchor && !url.includes("#") ? `${url}#${encodeURI(anchor).replaceAll("#", "%23")}` : url;
}

/** randomUUID exists only on https pages; an intranet help centre may be plain http. */
function randomId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
