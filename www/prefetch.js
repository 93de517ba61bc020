import { bundleUrls, pickLanguage } from "./manifest.js";
import { interfaceLanguage } from "./strings/languages.js";

/** @import { Bundle } from "./bundle.js" */
/** @import { Manifest } from "./manifest.js" */
/** @import { Prefetched } from "./network.js" */

/** The elements of a page share an engine, so its files are asked for once. @type {Set<string>} */
const asked = new Set();
/** What has been asked for and not been used yet. @type {Prefetched} */
export const prefetched = new Map();

/**
 * Asks for everything that a first answer needs at the same time.
 * @param {Manifest} manifest
 * @param {string} lang language of the page
 * @param {Bundle} bundle
 */
export function prefetch(manifest, lang, { base, app }) {
  const language = pickLanguage(manifest, lang);
  const { root, wasm, glue } = bundleUrls(manifest, language, base);
  const spoken = interfaceLanguage(lang, language);
  const { strings } = manifest.languages[language];
  for (const url of [glue, app && spoken !== "en" && `${app}strings-${spoken}.js`]) if (url) import(url).catch(() => {});
  for (const url of [root, wasm, strings && new URL(strings, base).href]) {
    if (!url || asked.has(url)) continue;
    asked.add(url);
    const response = fetch(url);
    response.catch(() => {});
    prefetched.set(url, response);
  }
}
