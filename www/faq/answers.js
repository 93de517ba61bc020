import { richText } from "../rich-text.js";

/** @import { RichNode } from "../rich-text.js" */
/** @import { Question } from "./questions.js" */

/**
 * What is needed of a client to read an article.
 * @typedef {object} ArticleClient
 * @property {boolean} [hasReader] whether the bundle holds whole articles
 * @property {(wanted: { id: string }) => Promise<{ body: RichNode[] }>} [article]
 */

/** Finds the answers: what the page holds, else the article, fetched when it is first wanted. */
export class Answers {
  #open;
  /** @type {Map<Question, Promise<Node[]>>} */
  #found = new Map();

  /** @param {() => Promise<ArticleClient>} open */
  constructor(open) {
    this.#open = open;
  }

  /**
   * @param {Question} question
   * @returns {Promise<Node[]>} nothing if the bundle holds no articles; rejects with HelpdexError, and
   *   tries again the next time
   */
  of(question) {
    let found = this.#found.get(question);
    if (!found) {
      found = question.answer ? Promise.resolve(question.answer) : this.#fetch(question.id);
      this.#found.set(question, found);
      found.catch(() => this.#found.delete(question));
    }
    return found;
  }

  /** @param {string} id */
  async #fetch(id) {
    const client = await this.#open();
    if (!client.hasReader || !client.article) return [];
    return richText((await client.article({ id })).body);
  }
}
