import { pickLanguage } from "./manifest.js";
import { fetchFile } from "./network.js";

/** @import { Manifest } from "./manifest.js" */
/** @import { Prefetched } from "./network.js" */

/**
 * What the module of an element is given.
 * @typedef {object} ElementOptions
 * @property {string} base absolute URL of the bundle, with a trailing slash
 * @property {string} lang language of the page, "" if it names none
 * @property {Manifest} manifest
 * @property {Prefetched} [prefetched]
 */

/**
 * A list that the build wrote for the language that is searched.
 * @param {"top"|"faq"|"suggest"|"trees"|"contact"|"solved"|"surveys"} kind
 * @param {ElementOptions} options
 * @returns {Promise<any>} undefined if the site has none; rejects with HelpdexError
 */
export async function fetchLanguageList(kind, { base, lang, manifest, prefetched }) {
  const path = manifest.languages[pickLanguage(manifest, lang)][kind];
  if (!path) return undefined;
  return (await fetchFile(new URL(path, base).href, { prefetched, timeoutMs: 15_000 })).json();
}
