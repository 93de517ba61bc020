/** @import { Source } from "../tracker.js" */

/** What somebody can do before the follower is there: it must not be lost on a slow line. */
const EARLY = ["search", "no_results", "impression", "suggestion_click", "result_click", "error"];

/**
 * Hands an element's events on to the tracker of the page, if it names an endpoint, or to the
 * adapters that it names; without either, no code for it is loaded.
 * @param {HTMLElement} host
 * @param {Source} source
 * @returns {Promise<() => void>} ends it
 */
export async function startFollowing(host, source) {
  if (!host.matches("[endpoint],[adapters]")) return () => {};
  /** @type {Event[]} */
  const early = [];
  const end = new AbortController();
  for (const name of EARLY) host.addEventListener(`help:${name}`, (event) => early.push(event), end);
  try {
    return await (await import("./follow.js")).followEvents(host, source, early);
  } catch (error) {
    console.warn(error);
    return () => {};
  } finally {
    end.abort();
  }
}
