/** @import { TopQuestion } from "./engine.js" */

/** What somebody has asked and read on this page: it decides what is offered next. It is nowhere stored. */
export class Session {
  /** What was asked last. */
  query = "";
  /** Names the question in events, "" before the first. */
  queryId = "";
  /** How often a question was put in other words. */
  reformulations = 0;
  /** How often an article was opened. */
  opens = 0;
  /** Whether somebody said of an article that it did not help. */
  saidNo = false;
  /** Articles opened, in order. @type {TopQuestion[]} */
  seen = [];

  /** @param {TopQuestion} article that is opened */
  open({ id, url, title, breadcrumbs }) {
    this.opens += 1;
    if (!this.hasSeen(id)) this.seen.push({ id, url, title, breadcrumbs });
  }

  /** @param {string} id */
  hasSeen(id) {
    return this.seen.some((article) => article.id === id);
  }
}
