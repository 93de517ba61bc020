/** @import { Source } from "../tracker.js" */

/**
 * Hands an element's events on to the tracker of the page, if it names an endpoint, or to the
 * adapters that it names; without either, no code for it is loaded.
 * @param {HTMLElement} host
 * @param {Source} source
 * @returns {Promise<() => void>} ends it
 */
export async function startFollowing(host, source) {
  if (!host.matches("[endpoint],[adapters]")) return () => {};
  try {
    return (await import("./follow.js")).followEvents(host, source);
  } catch (error) {
    console.warn("helpdex: questions are not counted on this page", error);
    return () => {};
  }
}
