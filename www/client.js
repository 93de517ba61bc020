import { abortError, isAbort } from "./errors.js";
import { openEngine } from "./engine.js";
import { openRemoteEngine } from "./remote.js";

export { HelpdexError } from "./errors.js";

/** @import { Answer, EngineOptions, Hit, HitKeys, Snippet } from "./engine.js" */

/**
 * What the client needs of an engine; the page's own engine and the one in a worker both fit.
 * @typedef {object} EngineLike
 * @property {(text: string, limit: number, signal?: AbortSignal) => Promise<Answer>} search
 * @property {(keys: HitKeys, signal?: AbortSignal) => Promise<Snippet[]>} snippets
 * @property {string} language
 * @property {() => void} free
 * @property {() => WasmSettler} [createSettler] only on the page: settling must not wait for a message
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
 * @property {boolean} [snippets] wait for the passages too; default true
 */
/**
 * @typedef {object} SearchResult
 * @property {Hit[]} hits
 * @property {number} total matching articles, at least `hits.length`
 * @property {"none"|"all"|"most"|"any"|"typo"|"infix"|"closest"} step how strictly the words were matched
 * @property {null} correction spelling that was searched instead; always null for now
 * @property {string} queryId names this search in events
 */

/**
 * Opens a bundle for searching without any user interface.
 * @param {ClientOptions} options
 * @returns {Promise<Client>} rejects with HelpdexError
 */
export async function createClient(options) {
  if (options.engine) return new Client(options.engine);
  const base = new URL(options.base, globalThis.document?.baseURI ?? globalThis.location?.href).href;
  const open = options.worker ? openRemoteEngine : openEngine;
  return new Client(await open({ ...options, base: base.endsWith("/") ? base : `${base}/` }));
}

/** Searches one language of one bundle. The latest search wins: an older one rejects with AbortError. */
export class Client {
  #engine;
  /** @type {AbortController|undefined} */
  #current;
  /** @type {WeakMap<Hit, { keys: HitKeys, doc: number }>} */
  #origins = new WeakMap();

  /** @param {EngineLike} engine */
  constructor(engine) {
    this.#engine = engine;
  }

  /** @returns {string} the language that answers; the bundle's default if the page's is missing */
  get language() {
    return this.#engine.language;
  }

  /**
   * @param {string} text what was typed; nothing is ever invalid
   * @param {SearchOptions} [options]
   * @returns {Promise<SearchResult>} rejects with HelpdexError, or AbortError when superseded
   */
  async search(text, { limit = 10, signal, snippets = true } = {}) {
    this.#current?.abort(abortError());
    const current = (this.#current = new AbortController());
    const stop = signal ? AbortSignal.any([signal, current.signal]) : current.signal;
    const { hits, total, step, keys } = await this.#until(stop, this.#engine.search(text, limit, stop));
    hits.forEach((hit, i) => this.#origins.set(hit, { keys, doc: keys.docs[i] }));
    if (snippets) await this.#fillOrWarn(hits, stop);
    return { hits, total, step, correction: null, queryId: randomId() };
  }

  /**
   * Fills in `snippet` and its highlights.
   * @param {Hit[]} hits of one search of this client
   * @param {{ signal?: AbortSignal }} [options]
   * @returns {Promise<Hit[]>} the same hits; rejects with HelpdexError or AbortError
   */
  async snippets(hits, { signal } = {}) {
    const known = hits.flatMap((hit) => this.#origins.get(hit) ?? []);
    if (!known.length || known.length < hits.length) return hits;
    const keys = { ...known[0].keys, docs: known.map(({ doc }) => doc) };
    const found = await this.#until(signal, this.#engine.snippets(keys, signal));
    hits.forEach((hit, i) => {
      hit.snippet = found[i].text;
      hit.highlights.snippet = found[i].spans;
    });
    return hits;
  }

  /** @returns {WasmSettler|undefined} undefined when the engine runs in a worker */
  createSettler() {
    return this.#engine.createSettler?.();
  }

  /** Stops everything and frees the engine. */
  destroy() {
    this.#current?.abort(abortError());
    this.#engine.free();
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

/** randomUUID exists only on https pages; an intranet help centre may be plain http. */
function randomId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
