/** @import { Source } from "../tracker.js" */

/** What is told of an element, without the `help:` before it. */
export const TOLD = ["search", "impression", "no_results", "result_click", "suggestion_click", "article_view", "article_feedback", "article_flag",
  "article_share", "route_offer", "contact_start", "contact_submit", "contact_cancel", "tree_start", "tree_step", "tree_end", "survey_response", "error"];

/**
 * Hands an element's events on to the tracker of the page, which is loaded when the page is idle after
 * the first interaction with the element: an answer must never wait for statistics, and an article
 * that is opened soon must not leave before it is counted.
 * @param {HTMLElement} host attributes: `endpoint`, without which nothing is loaded, sent or kept;
 *   `consent` (nothing while it is `required` or `false`), `respect-dnt`, `site`, `surface`
 * @param {Source} source
 * @returns {() => void} ends it
 */
export function followEvents(host, source) {
  /** @type {Promise<typeof import("../tracker.js")>|undefined} */
  let tracker;
  const load = () => (tracker ??= mayTell(host) ? loadTracker() : undefined);
  const end = new AbortController();
  const { signal } = end;
  for (const name of TOLD) {
    host.addEventListener(`help:${name}`, async (event) => {
      // An element inside of another tells for itself.
      if (event.target !== host || !mayTell(host)) return;
      const { detail } = /** @type {CustomEvent} */ (event);
      (await load())?.record(host, source, name, detail);
    }, { signal });
  }
  for (const name of ["focusin", "pointerdown"]) host.addEventListener(name, load, { signal });
  if (host.matches(":focus-within")) load();
  const consent = new MutationObserver(async () => mayTell(host) || (await tracker)?.forget(host));
  consent.observe(host, { attributeFilter: ["consent"] });
  return () => {
    end.abort();
    consent.disconnect();
  };
}

async function loadTracker() {
  await new Promise((idle) => (globalThis.requestIdleCallback ?? setTimeout)(idle));
  return import(new URL("tracker.js", import.meta.url).href);
}

/**
 * @param {Element} host
 * @returns {boolean} whether anything may be kept or sent now
 */
export function mayTell(host) {
  const { doNotTrack, globalPrivacyControl } = /** @type {any} */ (navigator);
  const isRefused = globalPrivacyControl || (doNotTrack === "1" && host.hasAttribute("respect-dnt"));
  return !isRefused && !!host.getAttribute("endpoint") && !/^(required|false)$/.test(host.getAttribute("consent") ?? "");
}
