import { pickLanguage } from "./manifest.js";
import { eventRows, queryRow } from "./tracking/rows.js";
import init, { Tracker } from "./wasm/helpdex_tracker.js";

/** @import { Manifest } from "./manifest.js" */

/**
 * The bundle that an element shows.
 * @typedef {{ base: string, lang: string, manifest: Manifest }} Source
 */

/** By endpoint, site and build: all elements of a page share one. @type {Map<string, Promise<Tracker>>} */
const trackers = new Map();
/** The question asked last. @type {WeakMap<HTMLElement, string>} */
const lastQueries = new WeakMap();

/**
 * Queues an event of an element. What it says is redacted in Rust before anything keeps it. The page
 * hears `help:before-send` before, and can change the copy that is sent or hold it back.
 * @param {HTMLElement} host
 * @param {Source} source
 * @param {string} name without `help:`
 * @param {any} detail
 */
export async function record(host, source, name, detail) {
  const event = structuredClone(detail);
  const asked = new CustomEvent("help:before-send", { bubbles: true, composed: true, cancelable: true, detail: { kind: name, event } });
  if (!host.dispatchEvent(asked)) return;
  if (name === "search") lastQueries.set(host, event.queryId);
  const rows = name === "search" ? [] : eventRows(name, event, lastQueries.get(host) ?? "");
  const page = location.pathname;
  const language = pickLanguage(source.manifest, source.lang);
  try {
    const tracker = await trackerOf(host, source);
    tracker.place(language, surfaceOf(host), page);
    if (name === "search") tracker.search(queryRow(event));
    for (const row of rows) tracker.event(row);
  } catch (error) {
    console.warn("helpdex: questions are not counted on this page", error);
  }
}

/**
 * Empties what waits to be sent to an element's endpoint: the consent was withdrawn.
 * @param {HTMLElement} host
 */
export async function forget(host) {
  const endpoint = endpointOf(host);
  for (const [key, tracker] of trackers) if (key.startsWith(`${endpoint} `)) (await tracker).clear();
}

/**
 * @param {HTMLElement} host
 * @param {Source} source
 * @returns {Promise<Tracker>}
 */
function trackerOf(host, { base, manifest }) {
  const endpoint = endpointOf(host);
  const site = host.getAttribute("site") ?? location.host;
  const key = `${endpoint} ${site} ${manifest.build}`;
  const open = async () => {
    // A module of its own, so that a form gets the same name without the tracker.
    const [{ session }] = await Promise.all([import("./tracking/visit.js"), init({ module_or_path: new URL("tracker.wasm", new URL(manifest.app, base)) })]);
    return new Tracker({ endpoint, site, session, application: "helpdex", build: manifest.build });
  };
  const tracker = trackers.get(key) ?? open();
  trackers.set(key, tracker);
  return tracker;
}

/** @param {Element} host */
function endpointOf(host) {
  return new URL(host.getAttribute("endpoint") ?? "", document.baseURI).href;
}

/**
 * @param {Element} host
 * @returns {string} `inline` for a search, else the element's name, unless the page says something else
 */
function surfaceOf(host) {
  const name = host.localName.slice(host.localName.lastIndexOf("-") + 1);
  return host.getAttribute("surface") ?? (name === "search" ? "inline" : name);
}
