import { HelpSearchElement } from "./help-search.js";

/**
 * Names the elements, unless the page has them already.
 * @param {string} script URL of the loader; the bundle is in its folder
 * @param {string} manifest JSON, or anything else if it has to be fetched
 */
export function register(script, manifest) {
  HelpSearchElement.locate(script, manifest);
  const registry = globalThis.customElements;
  if (registry && !registry.get("help-search")) registry.define("help-search", HelpSearchElement);
}
