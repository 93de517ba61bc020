import { HelpSearchElement } from "./help-search.js";

/**
 * The build writes the manifest between these quotes, so that a page knows every name at once;
 * without a build the file is fetched.
 */
HelpSearchElement.locate(import.meta.url, "__HELPDEX_MANIFEST__");

if (!customElements.get("help-search")) customElements.define("help-search", HelpSearchElement);
