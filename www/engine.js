import { loadEngine, loadNewer, refusal } from "./engine-loader.js";
import { HelpdexError, abortError, isAbort } from "./errors.js";
import { fetchBytes, fetchFile } from "./network.js";

/** @import { Loaded, Site } from "./engine-loader.js" */
/** @import { Manifest } from "./manifest.js" */
/** @import { Prefetched } from "./network.js" */

/** Dictionary shards can point at posting shards; a third round is slack, a fourth is a damaged bundle. */
const MAX_SHARD_ROUNDS = 3;

const STEPS = /** @type {const} */ (["none", "all", "most", "any", "typo", "infix", "closest"]);
const FIELD_SEPARATOR = "\u001f";

/**
 * Where an engine comes from.
 * @typedef {object} EngineOptions
 * @property {string} base absolute URL of the bundle, with a trailing slash
 * @property {string} [lang] BCP 47 tag of the page; the best language of the bundle is used
 * @property {Manifest} [manifest] without it, `manifest.json` is fetched
 * @property {Prefetched} [prefetched] responses already on their way
 * @property {number} [timeoutMs] per file, in milliseconds; default 15000
 * @property {boolean} [offline] keeps the bundle's files in this browser's Cache API, so that searches
 *   work without a network later; default false: nothing is stored
 */
/**
 * @typedef {[start: number, end: number]} Span UTF-16 offsets, end exclusive
 */
/**
 * An article that answers.
 * @typedef {object} Hit
 * @property {string} id
 * @property {string} language of the article, a key of the manifest's `languages`
 * @property {string} url once the passage is known, with the fragment of its section
 * @property {string} title
 * @property {string} breadcrumbs joined by " › ", empty without any
 * @property {{ heading: string, anchor: string }} section where the passage stands; both empty
 *   before the first heading and until the passage is filled in
 * @property {string} snippet the best passage, empty until it is filled in
 * @property {{ title: Span[], snippet: Span[] }} highlights
 * @property {number} score comparable within one language of one answer only
 */
/**
 * @typedef {{ typed: string, used: string }} Replacement words as typed, and what was searched instead
 *   of them or besides them, spelled as the articles spell it
 */
/**
 * What identifies hits when their snippets are asked for later.
 * @typedef {object} HitKeys
 * @property {string} text the query
 * @property {number} generation counts reloads; document numbers of another generation mean nothing
 * @property {number[]} docs
 */
/**
 * @typedef {object} Answer
 * @property {number} total matching articles, at least `hits.length`
 * @property {"none"|"all"|"most"|"any"|"typo"|"infix"|"closest"} step how strictly the words were matched
 * @property {Hit[]} hits
 * @property {HitKeys} keys
 * @property {number} ideal score of an article that answers the whole question; a hit's score
 *   divided by it can be compared between languages. 0 if nothing was asked
 * @property {Replacement[]} corrections
 * @property {Replacement[]} synonyms
 * @property {number[]} wanted shards with which the answer may be better
 */
/**
 * @typedef {{ text: string, spans: Span[], heading: string, anchor: string }} Snippet
 */
/**
 * @typedef {Pick<Hit, "id"|"url"|"title"|"breadcrumbs">} TopQuestion
 */
/**
 * An article as the reader shows it.
 * @typedef {object} Article
 * @property {string} id
 * @property {string} language a key of the manifest's `languages`
 * @property {string} title
 * @property {string} url its own page
 * @property {string|null} updated day of the last change, ISO 8601
 * @property {string} breadcrumbs joined by " › ", empty without any
 * @property {import("./article-nodes.js").ArticleNode[]} body
 * @property {TopQuestion[]} related at most three articles about the same
 * @property {"low"|"medium"|"high"} [complexity] how much one has to know to solve it
 * @property {"low"|"medium"|"high"} [severity] how much damage it does
 * @property {"low"|"medium"|"high"} [effort] how much work it is to solve
 */
/**
 * @typedef {{ id: string, doc?: number, generation?: number }} ArticleKey with number and generation
 *   of a hit, an article is found without its id
 */
/**
 * Loads the engine of one language.
 * @param {EngineOptions} options
 * @returns {Promise<SearchEngine>} rejects with HelpdexError
 */
export async function openEngine({ base, lang, manifest, prefetched, timeoutMs = 15_000, offline = false }) {
  const kept = offline ? (await import("./offline-cache.js")).OfflineCache.open(base) : undefined;
  const site = { base, lang, network: { prefetched, timeoutMs, offline: kept } };
  const engine = new SearchEngine(site, await loadEngine(site, manifest));
  engine.keepOffline();
  return engine;
}

/** One language of one bundle, ready to search; knows neither DOM nor thread. */
export class SearchEngine {
  #site;
  /** @type {Loaded|undefined} */
  #loaded;
  #generation = 0;
  #lastText = "";
  /** @type {Map<number, Promise<void>>} */
  #pendingShards = new Map();
  /** @type {Promise<void>|undefined} */
  #reloading;
  /** @type {Map<number, string[]>} */
  #rows = new Map();

  /**
   * @param {Site} site
   * @param {Loaded} loaded
   */
  constructor(site, loaded) {
    this.#site = site;
    this.#loaded = loaded;
  }

  /** @returns {string} the language that answers, a key of the manifest's `languages` */
  get language() {
    return this.#live().language;
  }

  /** @returns {string[]} the languages to search after it */
  get fallback() {
    const { manifest, language } = this.#live();
    return (manifest.fallback ?? []).filter((tag) => tag !== language && Object.hasOwn(manifest.languages, tag));
  }

  /**
   * @returns {Date|undefined} when the kept files were last known to be what is deployed, if there is
   *   no network now; undefined with a network, or without `offline`
   */
  get offlineSince() {
    return this.#site.network.offline?.since;
  }

  /** @returns {Promise<TopQuestion[]>} articles to offer where a question has no answer; rejects with HelpdexError */
  async topQuestions() {
    const { manifest, language } = this.#live();
    const { top } = manifest.languages[language];
    if (!top) return [];
    const response = await fetchFile(new URL(top, this.#site.base).href, this.#site.network);
    return response.json();
  }

  /**
   * @param {string} text
   * @param {number} limit most hits to return
   * @param {AbortSignal} [signal] stops the search; shards on their way still arrive and stay
   * @returns {Promise<Answer>} rejects with HelpdexError or AbortError
   */
  async search(text, limit, signal) {
    // Tabs and line breaks separate what the engine tells of the words.
    text = text.replace(/[\t\r\n]/g, " ");
    for (let round = 0; ; round++) {
      signal?.throwIfAborted();
      const reply = this.#run((wasm) => wasm.search(text, limit));
      this.#lastText = text;
      if (reply[0] === 0) return this.#answer(text, reply);
      if (round === MAX_SHARD_ROUNDS) {
        throw new HelpdexError("corrupt", "helpdex: the index keeps asking for more files; deploy the bundle again");
      }
      await this.#loadShards(reply.subarray(2, 2 + reply[1]));
    }
  }

  /**
   * The best answer there is: loads what the search can do without, too. What cannot be loaded
   * leaves the answer as it is.
   * @param {string} text
   * @param {number} limit
   * @param {AbortSignal} [signal]
   * @returns {Promise<Answer>} rejects as `search` does
   */
  async refine(text, limit, signal) {
    let answer = await this.search(text, limit, signal);
    for (let round = 0; answer.wanted.length && round < MAX_SHARD_ROUNDS; round++) {
      try {
        await this.#loadShards(answer.wanted);
      } catch (error) {
        if (isAbort(error)) throw error;
        console.warn(error);
        round = MAX_SHARD_ROUNDS;
      }
      answer = await this.search(text, limit, signal);
    }
    return answer;
  }

  /**
   * @param {HitKeys} keys of an earlier answer
   * @param {AbortSignal} [signal]
   * @returns {Promise<Snippet[]>} in the order of `keys.docs`; rejects with HelpdexError or AbortError
   */
  async snippets({ text, generation, docs }, signal) {
    const needs = this.#run((wasm) => wasm.snippet_needs(Uint32Array.from(docs)));
    if (needs.length) await this.#loadShards(needs);
    signal?.throwIfAborted();
    if (generation !== this.#generation) throw abortError();
    return this.#run((wasm) => {
      if (text !== this.#lastText) wasm.search(text, 1);
      this.#lastText = text;
      return docs.map((doc) => {
        const passage = wasm.snippet(doc);
        const [heading = "", anchor = ""] = wasm.snippet_section().split(FIELD_SEPARATOR);
        return { text: passage, spans: pairs(wasm.snippet_spans()), heading, anchor };
      });
    });
  }

  /** @returns {boolean} whether the bundle holds articles for the reader */
  get hasReader() {
    return this.#run((wasm) => wasm.article_needs(0).length > 0 || wasm.article(0) !== "");
  }

  /**
   * @param {ArticleKey} key
   * @param {AbortSignal} [signal]
   * @returns {Promise<Article>} rejects with HelpdexError, `not-found` for an unknown id, or AbortError
   */
  async article({ id, doc, generation }, signal) {
    for (let round = 0; round < MAX_SHARD_ROUNDS; round++) {
      signal?.throwIfAborted();
      const now = this.#generation;
      const found = doc !== undefined && generation === now ? doc : await this.#find(id);
      if (found === undefined) break;
      const needs = this.#run((wasm) => wasm.article_needs(found));
      if (needs.length) await this.#loadShards(needs);
      // Numbers of another build mean other articles.
      if (now !== this.#generation) continue;
      const record = this.#run((wasm) => wasm.article(found));
      if (record) return { ...JSON.parse(record), language: this.language };
    }
    signal?.throwIfAborted();
    throw new HelpdexError("not-found", `helpdex: no article has the id ${JSON.stringify(id)} in language ${this.language}; check the id, and that \`reader.enabled\` is not false`);
  }

  /**
   * @param {string} id
   * @returns {Promise<number|undefined>}
   */
  async #find(id) {
    for (let round = 0; round <= MAX_SHARD_ROUNDS; round++) {
      const [missing, number] = this.#run((wasm) => wasm.find(id));
      if (!missing) return number;
      await this.#loadShards([number]);
    }
  }

  /** With `offline`: keeps all files of this language, in the background. */
  keepOffline() {
    const { offline } = this.#site.network;
    if (!offline) return;
    const { manifest, language, wasm } = this.#live();
    const names = [];
    for (let shard = 0, name; (name = wasm.shard_name(shard)); shard++) names.push(name);
    offline.keepAll(manifest, language, names);
  }

  /** @returns {WasmSettler} decides when typing has become a question */
  createSettler() {
    return new (this.#live().glue.Settler)();
  }

  /** Gives the wasm memory back; a search still running rejects with AbortError. */
  free() {
    this.#loaded?.wasm.free();
    this.#loaded = undefined;
    this.#rows.clear();
  }

  #live() {
    if (!this.#loaded) throw abortError();
    return this.#loaded;
  }

  /**
   * @template T
   * @param {(wasm: WasmEngine) => T} call
   * @returns {T}
   */
  #run(call) {
    const { wasm } = this.#live();
    try {
      return call(wasm);
    } catch (error) {
      throw refusal(error, "the index");
    }
  }

  /**
   * @param {string} text
   * @param {Uint32Array} reply
   * @returns {Answer}
   */
  #answer(text, reply) {
    const scores = new Float32Array(reply.buffer, reply.byteOffset, reply.length);
    const docs = [];
    const hits = [];
    let at = 4;
    for (let left = reply[3]; left > 0; left--) {
      const end = at + 3 + 2 * reply[at + 2];
      docs.push(reply[at]);
      hits.push(this.#hit(reply[at], scores[at + 1], pairs(reply.subarray(at + 3, end))));
      at = end;
    }
    return {
      total: reply[1],
      step: STEPS[reply[2]] ?? "any",
      hits,
      keys: { text, generation: this.#generation, docs },
      ideal: scores[at] ?? 0,
      wanted: Array.from(reply.subarray(at + 2, at + 2 + reply[at + 1])),
      ...this.#replacements(),
    };
  }

  #replacements() {
    /** @type {{ corrections: Replacement[], synonyms: Replacement[] }} */
    const found = { corrections: [], synonyms: [] };
    for (const line of this.#run((wasm) => wasm.replacements()).split("\n")) {
      const [kind, typed = "", used = ""] = line.split("\t");
      if (kind === "correction") found.corrections.push({ typed, used });
      if (kind === "synonym") found.synonyms.push({ typed, used });
    }
    return found;
  }

  /**
   * @param {number} doc
   * @param {number} score
   * @param {Span[]} titleSpans
   * @returns {Hit}
   */
  #hit(doc, score, titleSpans) {
    let row = this.#rows.get(doc);
    if (!row) {
      row = this.#run((wasm) => wasm.row(doc)).split(FIELD_SEPARATOR);
      this.#rows.set(doc, row);
    }
    const [id = "", url = "", title = "", breadcrumbs = ""] = row;
    const section = { heading: "", anchor: "" };
    return { id, language: this.language, url, title, breadcrumbs, section, snippet: "", highlights: { title: titleSpans, snippet: [] }, score };
  }

  /** @param {Iterable<number>} shards */
  async #loadShards(shards) {
    const generation = this.#generation;
    try {
      await Promise.all(Array.from(shards, (shard) => this.#shard(shard)));
    } catch (error) {
      if (generation !== this.#generation) return;
      this.#reloading ??= this.#reload(error).finally(() => (this.#reloading = undefined));
      await this.#reloading;
    }
  }

  /**
   * @param {number} shard
   * @returns {Promise<void>}
   */
  #shard(shard) {
    const pendingShards = this.#pendingShards;
    let pending = pendingShards.get(shard);
    if (!pending) {
      pending = this.#fetchShard(shard).finally(() => pendingShards.delete(shard));
      pendingShards.set(shard, pending);
    }
    return pending;
  }

  /** @param {number} shard */
  async #fetchShard(shard) {
    const { wasm } = this.#live();
    const name = wasm.shard_name(shard);
    const url = new URL(name, this.#site.base).href;
    const bytes = await fetchBytes(url, this.#site.network);
    if (wasm !== this.#live().wasm) throw abortError();
    try {
      wasm.load_shard(shard, bytes);
    } catch (error) {
      this.#site.network.offline?.forget(url);
      throw refusal(error, name);
    }
  }

  /**
   * Moves to the build that is deployed now, if that explains the failure.
   * @param {unknown} error what happened; thrown again if there is no newer build
   */
  async #reload(error) {
    const loaded = await loadNewer(this.#site, this.#live().manifest, error);
    this.free();
    this.#loaded = loaded;
    this.#generation += 1;
    this.#pendingShards = new Map();
    this.keepOffline();
  }
}

/**
 * @param {Uint32Array} flat
 * @returns {Span[]}
 */
function pairs(flat) {
  /** @type {Span[]} */
  const spans = [];
  for (let i = 0; i + 1 < flat.length; i += 2) spans.push([flat[i], flat[i + 1]]);
  return spans;
}
