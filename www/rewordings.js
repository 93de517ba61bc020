import { isAbort } from "./errors.js";

/** @import { Client } from "./client.js" */

/** More searches than these take too long to be of use. */
const MOST_TRIED = 6;
/** More are not read. */
const MOST_OFFERED = 3;

/**
 * Other questions to offer where one finds nothing: without its quotes, then without one of its words.
 * Only those that find something are offered, corrected if the search corrects them.
 * @param {Client} client
 * @param {string} query that found nothing
 * @returns {Promise<string[]>} at most three
 */
export async function findRewordings(client, query) {
  /** @type {string[]} */
  const found = [];
  for (const candidate of candidates(query)) {
    try {
      const { hits, corrections } = await client.search(candidate, { limit: 1, refine: false, snippets: false });
      if (!hits.length) continue;
      const text = corrections.reduce((text, { typed, used }) => text.replace(typed, used), candidate);
      if (!found.includes(text)) found.push(text);
    } catch (error) {
      if (isAbort(error)) return [];
      throw error;
    }
    if (found.length === MOST_OFFERED) break;
  }
  return found;
}

/**
 * @param {string} query
 * @returns {string[]}
 */
function candidates(query) {
  const plain = query.replace(/["“”„«»]/g, " ").replace(/\s+/g, " ").trim();
  const words = plain.split(" ");
  const shorter = words.length > 1 ? words.map((_, dropped) => words.filter((_, i) => i !== dropped).join(" ")) : [];
  return [plain, ...shorter].filter((each) => each && each !== query).slice(0, MOST_TRIED);
}
