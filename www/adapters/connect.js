import { TOLD } from "../tracking/told.js";

/**
 * @typedef {object} AdapterOptions
 * @property {boolean} [sendQuery] whether what was typed is handed on; default false. It may hold
 *   personal data, and nothing redacts it here
 * @property {(element: Element) => boolean} [isAllowed] whether an element's events may be handed on now
 * @property {Event[]} [early] events that came before this listened; default none
 */
/**
 * What an event says, without anything that was typed.
 * @typedef {Record<string, string|number>} Facts
 */

/**
 * Hears the events of an element, or of all elements of a page.
 * @param {EventTarget} target
 * @param {AdapterOptions} options
 * @param {(name: string, facts: Facts, query: string|undefined) => void} hand `query` is undefined
 *   unless it may be handed on
 * @returns {() => void} ends it
 */
export function connect(target, { sendQuery = false, isAllowed = () => true, early = [] }, hand) {
  const end = new AbortController();
  /** @param {Event} event */
  const hear = (event) => {
    const { type, detail } = /** @type {CustomEvent} */ (event);
    // An article is told when it is read, not again when it is left.
    if (detail.dwellSeconds || !isAllowed(/** @type {Element} */ (event.target))) return;
    hand(type.slice("help:".length), factsOf(detail), sendQuery && detail.query ? detail.query : undefined);
  };
  early.forEach(hear);
  for (const name of TOLD) target.addEventListener(`help:${name}`, hear, { signal: end.signal });
  return () => end.abort();
}

/** @param {any} detail */
function factsOf(detail) {
  const { id, articleId = id, hitIds, total = hitIds?.length } = detail;
  const { position, solved, reason, channel, rank, cell, tree, step, outcome, instrument, score, code } = detail;
  const isSearch = hitIds !== undefined;
  const known = {
    article: articleId, results: total, position, solved, reason, channel, rank, cell, tree,
    // Of a search, the step says how its words were matched.
    step: isSearch ? undefined : step, outcome, instrument, score, code,
  };
  return /** @type {Facts} */ (Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined && value !== null)));
}
