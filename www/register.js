import { locate } from "./bundle.js";
import { HelpLauncherElement } from "./help-launcher.js";
import { HelpSearchElement } from "./help-search.js";
import { lazyElement } from "./lazy-element.js";

/**
 * Names the elements, unless the page has them already. A loader whose address ends in `?tag=acme`
 * names them acme-search and so on, beside those of another version.
 * @param {string} script URL of the loader; the bundle is in its folder
 * @param {string} manifest JSON, or anything else if it has to be fetched
 */
export function register(script, manifest) {
  locate(script, manifest);
  const registry = globalThis.customElements;
  const prefix = new URL(script).searchParams.get("tag") ?? "help";
  const define = (/** @type {string} */ name, /** @type {CustomElementConstructor} */ element) => {
    if (registry && !registry.get(`${prefix}-${name}`)) registry.define(`${prefix}-${name}`, element);
  };
  define("search", HelpSearchElement);
  define("launcher", HelpLauncherElement);
  define("article", lazyElement("reader.js"));
  define("faq", lazyElement("faq.js"));
  define("tree", lazyElement("tree.js"));
  define("suggest", lazyElement("suggest.js"));
}
