/** What is told of an element, without the `help:` before it. */
export const TOLD = ["search", "impression", "no_results", "result_click", "suggestion_click", "article_view", "article_feedback", "article_flag",
  "article_share", "route_offer", "contact_start", "contact_submit", "contact_cancel", "tree_start", "tree_step", "tree_end", "survey_response", "error"];
