import { connect } from "./connect.js";
import { TITLES, stageOf } from "./names.js";

/** @import { AdapterOptions } from "./connect.js" */

/**
 * Hands events on to PostHog: `help_search`, `help_click` and so on.
 * @param {EventTarget} [target] an element; default: the document, with all its elements
 * @param {AdapterOptions} [options]
 * @returns {() => void} ends it
 */
export default function posthog(target = document, options = {}) {
  return connect(target, options, (name, facts, query) => {
    const properties = { ...facts, ...stageOf(name), ...(query !== undefined && { query }) };
    const title = TITLES[name]?.toLowerCase().replaceAll(" ", "_");
    if (title) /** @type {any} */ (globalThis).posthog?.capture(`help_${title}`, properties);
  });
}
