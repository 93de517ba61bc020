import { pickLanguage } from "../manifest.js";
import { Texts } from "./index.js";

/** @import { Manifest } from "../manifest.js" */

/**
 * The texts for a reader: of the page's language, else of the bundle's that is searched, else English.
 * @param {{ lang: string, manifest: Manifest, base?: string, prefetched?: unknown }} options
 * @returns {Promise<Texts>}
 */
export async function loadTexts({ lang, manifest }) {
  return new Texts([lang, pickLanguage(manifest, lang)]);
}
