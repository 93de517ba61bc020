const KEY = "helpdex-recent";
const MOST = 5;

/**
 * Searches of this browser, latest first, kept only where a page asks for it by the attribute `recent`.
 * A browser that forbids storage has none.
 */
export class RecentSearches {
  /** @returns {string[]} */
  get list() {
    try {
      const list = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(list) ? list.filter((each) => typeof each === "string").slice(0, MOST) : [];
    } catch {
      return [];
    }
  }

  /** @param {string} query */
  add(query) {
    try {
      localStorage.setItem(KEY, JSON.stringify([query, ...this.list.filter((each) => each !== query)].slice(0, MOST)));
    } catch (error) {
      console.warn(error);
    }
  }
}
