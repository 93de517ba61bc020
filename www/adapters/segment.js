import { connect } from "./connect.js";

/** @import { AdapterOptions } from "./connect.js" */

/** Segment names events by an object and what became of it. @type {Record<string, string>} */
const NAMES = {
  search: "Articles Searched",
  impression: "Article List Viewed",
  no_results: "Article List Viewed",
  result_click: "Article Clicked",
  suggestion_click: "Suggestion Clicked",
  article_view: "Article Viewed",
  article_feedback: "Article Rated",
  article_flag: "Article Flagged",
  article_share: "Article Shared",
  route_offer: "Contact Offered",
  contact_start: "Contact Started",
  contact_submit: "Contact Submitted",
  contact_cancel: "Contact Cancelled",
  tree_start: "Tree Started",
  tree_step: "Tree Step Viewed",
  tree_end: "Tree Ended",
  survey_response: "Survey Answered",
  error: "Help Failed",
};

/**
 * Hands events on to Segment's `analytics.track`.
 * @param {EventTarget} [target] an element; default: the document, with all its elements
 * @param {AdapterOptions} [options]
 * @returns {() => void} ends it
 */
export default function segment(target = document, options = {}) {
  return connect(target, options, (name, facts, query) => {
    /** @type {any} */ (globalThis).analytics?.track(NAMES[name], { ...facts, ...(query !== undefined && { query }) });
  });
}
