/** @type {import("./index.js").Strings} */
export const en = {
  clear: "Clear search",
  list: "Search results",
  loading: "Loading help…",
  results: { one: "{n} result", other: "{n} results" },
  resultsHint: "Use the up and down arrow keys to choose.",
  closest: "Closest matches",
  zero: "No answer found for “{q}”",
  zeroHint: "Try fewer or other words.",
  error: "Search is unavailable right now",
  errorHint: "You can try again or go on without it.",
  retry: "Try again",
  plainSearch: "Use the plain search page",
  keys: ["move", "open", "close"],
};
