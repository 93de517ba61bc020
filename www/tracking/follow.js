import { mayTell } from "./consent.js";
import { TOLD } from "./told.js";

/** @import { Source } from "../tracker.js" */

/** Each is a file of its own, loaded where an element names it in `adapters`. */
const ADAPTERS = {
  ga4: () => import("../adapters/ga4.js"),
  matomo: () => import("../adapters/matomo.js"),
  plausible: () => import("../adapters/plausible.js"),
  posthog: () => import("../adapters/posthog.js"),
  segment: () => import("../adapters/segment.js"),
};

/**
 * Hands an element's events on to the tracker of the page, which is loaded when the page is idle after
 * the first interaction with the element: an answer must never wait for statistics, and an article
 * that is opened soon must not leave before it is counted.
 * @param {HTMLElement} host attributes: `endpoint`, without which nothing is sent or kept; `adapters`
 *   (names of {@link ADAPTERS}) with `send-query`; `consent` (nothing while it is `required` or `false`),
 *   `respect-dnt`, `site`, `surface`
 * @param {Source} source
 * @param {Event[]} early events that came before; more may be added until the promise is kept
 * @returns {Promise<() => void>} ends it; kept when the adapters listen
 */
export async function followEvents(host, source, early) {
  /** @type {Promise<typeof import("../tracker.js")>|undefined} */
  let tracker;
  const load = () => (tracker ??= mayTell(host) && host.getAttribute("endpoint") ? loadTracker(source) : undefined);
  const end = new AbortController();
  const { signal } = end;
  /** @param {Event} event */
  const follow = async (event) => {
    // An element inside of another tells for itself.
    if (event.target !== host || !mayTell(host)) return;
    const { type, detail } = /** @type {CustomEvent} */ (event);
    (await load())?.record(host, source, type.slice("help:".length), detail);
  };
  early.forEach(follow);
  for (const name of TOLD) host.addEventListener(`help:${name}`, follow, { signal });
  for (const name of ["focusin", "pointerdown"]) host.addEventListener(name, load, { signal });
  if (host.matches(":focus-within")) load();
  const consent = new MutationObserver(async () => mayTell(host) || (await tracker)?.forget(host));
  consent.observe(host, { attributeFilter: ["consent"] });
  const adapters = (host.getAttribute("adapters") ?? "").split(/\s+/).filter(Boolean);
  await Promise.all(adapters.map((name) => adapt(host, name, early, signal)));
  return () => {
    end.abort();
    consent.disconnect();
  };
}

/**
 * @param {HTMLElement} host
 * @param {string} name
 * @param {Event[]} early
 * @param {AbortSignal} signal
 */
async function adapt(host, name, early, signal) {
  if (!Object.hasOwn(ADAPTERS, name)) return console.warn(`helpdex: there is no adapter "${name}"; name some of: ${Object.keys(ADAPTERS).join(", ")}`);
  try {
    const { default: listen } = await ADAPTERS[/** @type {keyof typeof ADAPTERS} */ (name)]();
    const isAllowed = (/** @type {Element} */ element) => element === host && mayTell(host);
    const stop = listen(host, { sendQuery: host.hasAttribute("send-query"), isAllowed, early });
    signal.addEventListener("abort", stop);
  } catch (error) {
    console.warn(`helpdex: the adapter "${name}" is not told of this page`, error);
  }
}

/**
 * From the bundle, where its wasm is, too.
 * @param {Source} source
 */
async function loadTracker({ base, manifest }) {
  await new Promise((idle) => (globalThis.requestIdleCallback ?? setTimeout)(idle));
  return import(new URL(`${manifest.app}tracker.js`, base).href);
}
