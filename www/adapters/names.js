/** What an event is called after "Help". An impression is none: a search says the same. @type {Record<string, string>} */
export const TITLES = {
  search: "Search",
  no_results: "No Results",
  result_click: "Click",
  suggestion_click: "Suggestion",
  article_view: "View",
  article_feedback: "Feedback",
  article_flag: "Flag",
  article_share: "Share",
  route_offer: "Offer",
  contact_start: "Contact",
  contact_submit: "Contact",
  contact_cancel: "Contact",
  tree_start: "Tree Start",
  tree_step: "Tree Step",
  tree_end: "Tree End",
  survey_response: "Survey",
  error: "Error",
};

/**
 * @param {string} name
 * @returns {{ stage?: string }} of a contact: `start`, `submit` or `cancel`
 */
export function stageOf(name) {
  return name.startsWith("contact_") ? { stage: name.slice("contact_".length) } : {};
}
