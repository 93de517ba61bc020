import { renderNodes } from "../article-nodes.js";

/** @import { ArticleNode } from "../article-nodes.js" */
/** @import { Question } from "./questions.js" */

/**
 * What is needed of a client to read an article.
 * @typedef {object} ArticleClient
 * @property {boolean} [hasReader] whether the bundle holds whole articles
 * @property {(wanted: { id: string }) => Promise<{ body: ArticleNode[] }>} [article]
 */

/** Finds the answers: what the page holds, else the article, fetched when it is first wanted. */
export class Answers {
  #open;
  #headingLevel;
  /** @type {Map<Question, Promise<Node[]>>} */
  #found = new Map();

  /**
   * @param {() => Promise<ArticleClient>} open
   * @param {number} headingLevel of an answer's first headings, 2 to 6
   */
  constructor(open, headingLevel) {
    this.#open = open;
    this.#headingLevel = headingLevel;
  }

  /**
   * @param {Question} question
   * @returns {Promise<Node[]>} nothing if the bundle holds no articles; rejects with HelpdexError, and
   *   tries again the next time
   */
  of(question) {
    let found = this.#found.get(question);
    if (!found) {
      found = question.answer ? Promise.resolve(question.answer) : this.#fetch(question);
      this.#found.set(question, found);
      found.catch(() => this.#found.delete(question));
    }
    return found;
  }

  /** @param {Question} question */
  async #fetch({ id, title }) {
    const client = await this.#open();
    if (!client.hasReader || !client.article) return [];
    return [...renderNodes((await client.article({ id })).body, { headingLevel: this.#headingLevel, name: title }).childNodes];
  }
}
