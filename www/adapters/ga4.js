import { connect } from "./connect.js";

/** @import { AdapterOptions, Facts } from "./connect.js" */

/** GA4's own names; other events keep theirs. @type {Record<string, string>} */
const NAMES = { impression: "view_search_results", no_results: "view_search_results", result_click: "select_content", error: "help_error" };

/**
 * Hands events on to Google Analytics 4: by `gtag` if the page has it, else to its `dataLayer`. A search
 * is `search` and `view_search_results`, an opened result is `select_content`.
 * @param {EventTarget} [target] an element; default: the document, with all its elements
 * @param {AdapterOptions & { lead?: boolean }} [options] `lead`: a contact that was sent is
 *   `generate_lead`, which GA4 counts as a key event; default false
 * @returns {() => void} ends it
 */
export default function ga4(target = document, options = {}) {
  const page = /** @type {any} */ (globalThis);
  return connect(target, options, (name, facts, query) => {
    const isLead = options.lead && name === "contact_submit";
    const parameters = parametersOf(name, facts, query);
    if (page.gtag) page.gtag("event", isLead ? "generate_lead" : (NAMES[name] ?? name), parameters);
    else (page.dataLayer ??= []).push({ event: isLead ? "generate_lead" : (NAMES[name] ?? name), ...parameters });
  });
}

/**
 * @param {string} name
 * @param {Facts} facts
 * @param {string|undefined} query
 */
function parametersOf(name, { article, results, ...facts }, query) {
  return {
    ...facts,
    ...(query !== undefined && { search_term: query }),
    ...(results !== undefined && { results_count: results }),
    ...(article !== undefined && { item_id: article }),
    ...(name === "result_click" && { content_type: "article" }),
  };
}
