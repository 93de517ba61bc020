import { locate } from "./bundle.js";
import { HelpLauncherElement } from "./help-launcher.js";
import { HelpSearchElement } from "./help-search.js";
import { lazyElement } from "./lazy-element.js";

/**
 * The build writes the manifest between these quotes, so that a page knows every name at once;
 * without a build the file is fetched.
 */
locate(import.meta.url, "__HELPDEX_MANIFEST__");

/** `helpdex.js?tag=acme` names the elements acme-search and so on, beside those of another version. */
const prefix = new URL(import.meta.url).searchParams.get("tag") ?? "help";

/** @type {[name: string, element: CustomElementConstructor][]} */
const elements = [
  ["search", HelpSearchElement],
  ["launcher", HelpLauncherElement],
  ["article", lazyElement("reader.js")],
  ["faq", lazyElement("faq.js")],
  ["tree", lazyElement("tree.js")],
  ["suggest", lazyElement("suggest.js")],
];

const registry = globalThis.customElements;
for (const [name, element] of elements) if (registry && !registry.get(`${prefix}-${name}`)) registry.define(`${prefix}-${name}`, element);
