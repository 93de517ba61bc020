import { isAbort } from "./errors.js";

/** @import { Client, SearchResult } from "./client.js" */

/** Shorter waits show nothing, so that fast answers do not flicker. */
const LOADING_AFTER_MS = 150;

/**
 * What is told of a question's way to its answer.
 * @typedef {object} AskingEvents
 * @property {() => void} waited an answer has been awaited for noticeably long
 * @property {(answer: Asked) => void} answered
 * @property {(answer: Asked) => void} improved a better answer to the question on screen
 * @property {(error: unknown) => void} failed
 */
/**
 * @typedef {object} Asked
 * @property {Client} client
 * @property {string} query
 * @property {SearchResult} result
 * @property {number} latencyMs from the question to its first answer
 */

/** Asks what is typed; the newest question counts, and an answer to any other is dropped. */
export class Asking {
  #open;
  #events;
  /** Text of the newest question, "" if none is asked. */
  #wanted = "";
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #slow;

  /**
   * @param {() => Promise<Client>} open
   * @param {AskingEvents} events
   */
  constructor(open, events) {
    this.#open = open;
    this.#events = events;
  }

  /** Forgets the question. */
  stop() {
    this.#wanted = "";
    clearTimeout(this.#slow);
  }

  /**
   * @param {string} query
   * @param {number} limit most rows
   */
  async ask(query, limit) {
    if (query === this.#wanted) return;
    this.#wanted = query;
    clearTimeout(this.#slow);
    this.#slow = setTimeout(() => this.#events.waited(), LOADING_AFTER_MS);
    try {
      await this.#follow(query, limit);
    } catch (error) {
      if (query !== this.#wanted || isAbort(error)) return;
      this.stop();
      this.#events.failed(error);
    }
  }

  /**
   * That there is nothing is told only when nothing better can come.
   * @param {string} query
   * @param {number} limit
   */
  async #follow(query, limit) {
    const started = performance.now();
    const isStale = () => query !== this.#wanted;
    const client = await this.#open();
    if (isStale()) return;
    let result = await client.search(query, { limit, snippets: false, refine: false });
    if (isStale()) return;
    let latencyMs = -1;
    const tell = () => {
      clearTimeout(this.#slow);
      const isFirst = latencyMs < 0;
      if (isFirst) latencyMs = performance.now() - started;
      this.#events[isFirst ? "answered" : "improved"]({ client, query, result, latencyMs });
    };
    if (result.hits.length > 0 || !result.partial) tell();
    for await (result of client.refine(result)) {
      if (isStale()) return;
      if (result.hits.length > 0 || latencyMs >= 0) tell();
    }
    if (latencyMs < 0 && !isStale()) tell();
  }
}
