import { HelpdexError, abortError } from "./errors.js";

/** @import { EngineOptions, Answer, Article, ArticleKey, HitKeys, Snippet, TopQuestion } from "./engine.js" */
/** @import { HelpdexErrorCode } from "./errors.js" */

/**
 * A request to the worker; every one but `abort` is answered under its id.
 * @typedef {{ id: number } & (
 *   { call: "open", options: EngineOptions } |
 *   { call: "search"|"refine", text: string, limit: number } |
 *   { call: "topQuestions" } |
 *   { call: "snippets", keys: HitKeys } |
 *   { call: "article", key: ArticleKey } |
 *   { call: "abort" })} WorkerRequest
 */
/**
 * @typedef {{ id: number, value?: any, offlineSince?: Date, error?: { code: HelpdexErrorCode|"abort", message: string } }} WorkerReply
 */
/**
 * @typedef {WorkerRequest extends infer R ? R extends { id: number } ? Omit<R, "id"> : never : never} WorkerCall
 */

/**
 * Starts worker.js, which lies beside this file, and opens the engine there.
 * @param {EngineOptions} options
 * @returns {Promise<RemoteEngine>} rejects with HelpdexError
 */
export async function openRemoteEngine({ base, lang, manifest, timeoutMs, offline }) {
  const worker = new Worker(workerUrl(), { type: "module", name: "helpdex" });
  const remote = new RemoteEngine(worker);
  try {
    await remote.open({ base, lang, manifest, timeoutMs, offline });
  } catch (error) {
    remote.free();
    throw error;
  }
  return remote;
}

/** @type {any} a policy's name can be used once only */
let policy;

/** @returns {string} under Trusted Types, blessed by the policy "helpdex" */
function workerUrl() {
  const url = new URL("worker.js", import.meta.url).href;
  policy ??= /** @type {any} */ (globalThis).trustedTypes?.createPolicy("helpdex", { createScriptURL: () => url });
  return policy?.createScriptURL(url) ?? url;
}

/** The engine's methods, spoken over postMessage. */
export class RemoteEngine {
  language = "";
  /** @type {string[]} */
  fallback = [];
  hasReader = false;
  /** As of the last reply. @type {Date|undefined} */
  offlineSince;
  #worker;
  #lastId = 0;
  /** @type {Map<number, { resolve: (value: any) => void, reject: (reason: unknown) => void }>} */
  #waiting = new Map();

  /** @param {Worker} worker */
  constructor(worker) {
    this.#worker = worker;
    worker.addEventListener("message", ({ data }) => this.#settle(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#failAll(new HelpdexError("network", "helpdex: worker.js did not start; serve it from the page's own origin and allow worker-src 'self'"));
    });
  }

  /** @param {EngineOptions} options */
  async open(options) {
    ({ language: this.language, fallback: this.fallback, hasReader: this.hasReader } = await this.#ask({ call: "open", options }));
  }

  /**
   * @param {string} text
   * @param {number} limit
   * @param {AbortSignal} [signal]
   * @returns {Promise<Answer>}
   */
  search(text, limit, signal) {
    return this.#ask({ call: "search", text, limit }, signal);
  }

  /**
   * @param {string} text
   * @param {number} limit
   * @param {AbortSignal} [signal]
   * @returns {Promise<Answer>}
   */
  refine(text, limit, signal) {
    return this.#ask({ call: "refine", text, limit }, signal);
  }

  /** @returns {Promise<TopQuestion[]>} */
  topQuestions() {
    return this.#ask({ call: "topQuestions" });
  }

  /**
   * @param {HitKeys} keys
   * @param {AbortSignal} [signal]
   * @returns {Promise<Snippet[]>}
   */
  snippets(keys, signal) {
    return this.#ask({ call: "snippets", keys }, signal);
  }

  /**
   * @param {ArticleKey} key
   * @param {AbortSignal} [signal]
   * @returns {Promise<Article>}
   */
  article(key, signal) {
    return this.#ask({ call: "article", key }, signal);
  }

  free() {
    this.#worker.terminate();
    this.#failAll(abortError());
  }

  /**
   * @param {WorkerCall} call
   * @param {AbortSignal} [signal]
   * @returns {Promise<any>}
   */
  #ask(call, signal) {
    const id = ++this.#lastId;
    signal?.addEventListener("abort", () => this.#waiting.has(id) && this.#worker.postMessage({ id, call: "abort" }), { once: true });
    this.#worker.postMessage({ ...call, id });
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /** @param {WorkerReply} reply */
  #settle({ id, value, offlineSince, error }) {
    this.offlineSince = offlineSince;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (!error) waiting?.resolve(value);
    else waiting?.reject(error.code === "abort" ? abortError() : new HelpdexError(error.code, error.message));
  }

  /** @param {unknown} reason */
  #failAll(reason) {
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}
