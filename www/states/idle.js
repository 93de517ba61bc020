import { h } from "../dom.js";
import { questionParts } from "../rows/row.js";

/** @import { TopQuestion } from "../engine.js" */
/** @import { RowGroup } from "../rows/listbox.js" */
/** @import { Texts } from "../strings/index.js" */

/** More are a table of contents, not a help. */
const MOST_ARTICLES = 8;

/**
 * What is offered before anything is typed.
 * @typedef {{ suggested: TopQuestion[], top: TopQuestion[], recent: string[] }} Offers
 */
/**
 * What stands behind an option: an article to open, or a question to ask.
 * @typedef {{ article: TopQuestion }|{ query: string }} Choice
 */

/**
 * @param {Offers} offers
 * @param {Texts} texts
 * @returns {{ groups: RowGroup[], choices: Choice[] }} groups that have rows: what suits the page first
 */
export function idleList({ suggested, top, recent }, { strings }) {
  const others = top.filter(({ id }) => !suggested.some((each) => each.id === id));
  const articles = [...suggested, ...others].slice(0, Math.max(MOST_ARTICLES, suggested.length));
  const isSuggested = (/** @type {TopQuestion} */ each) => suggested.includes(each);
  const groups = [
    { heading: strings.suggestedHere, rows: articles.filter(isSuggested).map(questionParts) },
    { heading: strings.topQuestions, rows: articles.filter((each) => !isSuggested(each)).map(questionParts) },
    { heading: strings.recent, rows: recent.map(queryParts) },
  ];
  return {
    groups: groups.filter(({ rows }) => rows.length > 0),
    choices: [...articles.map((article) => ({ article })), ...recent.map((query) => ({ query }))],
  };
}

/** @param {string} query */
function queryParts(query) {
  return { url: "", titleNode: h("span", { part: "option-title", class: "title recent", dir: "auto" }, query), rest: [], dir: /** @type {const} */ (false), isPending: false };
}
