import { connect } from "./connect.js";
import { TITLES, stageOf } from "./names.js";

/** @import { AdapterOptions } from "./connect.js" */

/**
 * Hands events on to Plausible as custom events: `Help Search`, `Help Click` and so on.
 * @param {EventTarget} [target] an element; default: the document, with all its elements
 * @param {AdapterOptions} [options]
 * @returns {() => void} ends it
 */
export default function plausible(target = document, options = {}) {
  return connect(target, options, (name, facts, query) => {
    const props = { ...facts, ...stageOf(name), ...(query !== undefined && { query }) };
    if (TITLES[name]) /** @type {any} */ (globalThis).plausible?.(`Help ${TITLES[name]}`, { props });
  });
}
