/** @import { SearchDetail } from "../events.js" */

/**
 * What the tracker is told of something that was done. Texts that an event does not have are left out.
 * @typedef {{ action: string, query_id?: string, position?: number, article_id?: string, solved?: string,
 *   reason?: string, comment?: string, dwell_s?: number, channel?: string, rank?: string, cell?: string,
 *   tree_id?: string, step_id?: string, outcome?: string, instrument?: string, score?: number, code?: string }} EventRow
 */

/**
 * @param {SearchDetail} detail
 * @returns {object} the row of a question
 */
export function queryRow(detail) {
  return {
    query_id: detail.queryId,
    query: detail.query,
    hit_ids: detail.hitIds,
    total: detail.total,
    step: detail.step,
    corrected: detail.corrections.length > 0,
    trigger: detail.trigger,
    latency_ms: Math.round(detail.latencyMs),
    reformulation_of: detail.reformulationOf,
    replaces: detail.replaces,
  };
}

/**
 * @param {string} name of the DOM event, without `help:`
 * @param {any} detail
 * @param {string} lastQuery id of the question that the person asked last, "" if none
 * @returns {EventRow[]} a contact that is offered in two ways is two rows; an article that is still
 *   being read is told when it is left
 */
export function eventRows(name, detail, lastQuery) {
  if (name === "route_offer") {
    const ways = [["primary", detail.primary], ["secondary", detail.secondary]].filter(([, channel]) => channel);
    return ways.map(([rank, channel]) => ({ action: name, query_id: lastQuery, cell: detail.cell, rank, channel }));
  }
  if (name === "article_view" && detail.dwellSeconds === null) return [];
  return [{ action: actionOf(name, detail), query_id: detail.queryId || lastQuery, ...fieldsOf(detail) }];
}

/**
 * What is offered while somebody writes is no answer to a search.
 * @param {string} name
 * @param {any} detail
 */
function actionOf(name, { surface }) {
  if (name === "error") return "widget_error";
  return name === "result_click" && surface === "suggest" ? "suggestion_click" : name;
}

/** @param {any} detail */
function fieldsOf(detail) {
  const { id, position, solved, reason, comment, channel, rank, cell, tree, step, outcome, instrument, score, code } = detail;
  return {
    article_id: detail.articleId ?? id, position, solved, reason, comment, dwell_s: detail.dwellSeconds,
    channel, rank, cell, tree_id: tree, step_id: step, outcome, instrument, score: score ?? undefined, code,
  };
}
