/** @import { HelpdexError } from "./errors.js" */
/** @import { Hit, Replacement } from "./engine.js" */
/** @import { SearchResult } from "./client.js" */

/**
 * One question, told once it has settled (a pause, Enter, or an article opened).
 * @typedef {object} SearchDetail
 * @property {string} queryId
 * @property {string} query
 * @property {number} total
 * @property {"none"|"all"|"most"|"any"|"typo"|"infix"|"closest"} step
 * @property {string[]} hitIds articles on screen, best first
 * @property {Replacement[]} corrections misspelled words and what was searched instead
 * @property {Replacement[]} synonyms words with synonyms that were searched besides
 * @property {"pause"|"enter"|"open"} trigger
 * @property {number} latencyMs from the keystroke to the rows
 * @property {string|null} reformulationOf queryId of the question this one rewords
 * @property {string|null} replaces queryId of the question this one refines, which no longer counts
 */
/**
 * @typedef {object} ClickDetail
 * @property {string} queryId
 * @property {string} query
 * @property {string} id article
 * @property {string} url
 * @property {number} position 1 = first
 */
/**
 * An answer on screen.
 * @typedef {{ query: string, result: SearchResult, latencyMs: number }} Shown
 */
/**
 * A query that counts, with the numbers that the settler gave it and those it follows (−1: none).
 * @typedef {{ query: string, sequence: number, replaces: number, reformulationOf: number }} Settled
 */

/** Turns typing into few, meaningful DOM events: a question counts once, when it has settled. */
export class SearchEvents {
  #target;
  /** Called with each question that counts. @type {(detail: SearchDetail) => void} */
  #settled;
  /** @type {WasmSettler|undefined} */
  #settler;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  /** @type {Shown|undefined} */
  #shown;
  /** Settled before its answer came. @type {{ settled: Settled, trigger: SearchDetail["trigger"] }|undefined} */
  #waiting;
  /** @type {Map<number, string>} queryId by the settler's sequence number */
  #ids = new Map();

  /**
   * @param {EventTarget} target
   * @param {(detail: SearchDetail) => void} settled
   */
  constructor(target, settled) {
    this.#target = target;
    this.#settled = settled;
  }

  /**
   * Settling needs the engine, which arrives after the first letters.
   * @param {WasmSettler|undefined} settler
   * @param {string} text typed so far
   */
  start(settler, text) {
    this.#settler ??= settler;
    this.typed(text);
  }

  /** @param {string} text */
  typed(text) {
    clearTimeout(this.#timer);
    const wait = this.#settler?.input(text, performance.now()) ?? -1;
    if (wait >= 0) this.#timer = setTimeout(() => this.settle("pause"), wait);
  }

  /** @param {Shown} shown */
  shown(shown) {
    this.#shown = shown;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) this.#tell(waiting.settled, waiting.trigger);
  }

  /** @param {SearchResult} result a better answer to the question on screen */
  improved(result) {
    if (this.#shown?.result.queryId === result.queryId) this.#shown = { ...this.#shown, result };
  }

  /** @param {SearchDetail["trigger"]} trigger */
  settle(trigger) {
    clearTimeout(this.#timer);
    if (!this.#settler) return;
    const [sequence, replaces, reformulationOf] = this.#settler.settle(trigger, performance.now());
    if (sequence) this.#tell({ query: this.#settler.settled(), sequence, replaces, reformulationOf }, trigger);
  }

  /**
   * @param {Hit} hit
   * @param {number} index
   */
  opened(hit, index) {
    this.settle("open");
    if (!this.#shown) return;
    const { query, result } = this.#shown;
    /** @type {ClickDetail} */
    const detail = { queryId: result.queryId, query, id: hit.id, url: hit.url, position: index + 1 };
    this.tell("result_click", detail);
  }

  /** @param {HelpdexError} error */
  failed({ code, message }) {
    console.error(message);
    this.tell("error", { code, message });
  }

  /**
   * @param {{ id: string, url: string, newTab: boolean }} detail
   * @returns {boolean} false if a listener prevented it
   */
  mayNavigate(detail) {
    return this.tell("before-navigate", detail, true);
  }

  destroy() {
    clearTimeout(this.#timer);
    this.#settler?.free();
    this.#settler = undefined;
  }

  /**
   * @param {Settled} settled
   * @param {SearchDetail["trigger"]} trigger
   */
  #tell(settled, trigger) {
    const { query, sequence, reformulationOf, replaces } = settled;
    if (this.#shown?.query.trim() !== query.trim()) {
      this.#waiting = { settled, trigger };
      return;
    }
    const { result, latencyMs } = this.#shown;
    /** @type {SearchDetail} */
    const detail = {
      queryId: result.queryId,
      query,
      total: result.total,
      step: result.step,
      hitIds: result.hits.map(({ id }) => id),
      corrections: result.corrections,
      synonyms: result.synonyms,
      trigger,
      latencyMs,
      reformulationOf: this.#ids.get(reformulationOf) ?? null,
      replaces: this.#ids.get(replaces) ?? null,
    };
    this.#ids.set(sequence, result.queryId);
    this.#settled(detail);
    this.tell("search", detail);
    this.tell(detail.total ? "impression" : "no_results", { queryId: detail.queryId, query, hitIds: detail.hitIds });
  }

  /**
   * @param {string} name without `help:`
   * @param {object} detail
   * @param {boolean} [cancelable]
   * @returns {boolean} false if a listener prevented it
   */
  tell(name, detail, cancelable = false) {
    return this.#target.dispatchEvent(new CustomEvent(`help:${name}`, { bubbles: true, composed: true, cancelable, detail }));
  }
}
