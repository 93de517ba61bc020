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
  /** @type {[name: string, element: CustomElementConstructor][]} */
  const elements = [["search", HelpSearchElement], ["launcher", HelpLauncherElement]];
  for (const [name, file] of [["article", "reader"], ["faq", "faq"], ["tree", "tree"], ["suggest", "suggest"]]) elements.push([name, lazyElement(`${file}.js`)]);
  for (const [name, element] of elements) if (registry && !registry.get(`${prefix}-${name}`)) registry.define(`${prefix}-${name}`, element);
}
