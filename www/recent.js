// Searches of this browser, latest first, kept only where a page asks for it by the attribute `recent`.
// A browser that forbids storage has none.

const KEY = "helpdex-recent";
const MOST = 5;

/** @returns {string[]} */
export function recentSearches() {
  try {
    const list = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(list) ? list.filter((each) => typeof each === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** @param {string} query */
export function rememberSearch(query) {
  try {
    localStorage.setItem(KEY, JSON.stringify([query, ...recentSearches().filter((each) => each !== query)].slice(0, MOST)));
  } catch (error) {
    console.warn(error);
  }
}
